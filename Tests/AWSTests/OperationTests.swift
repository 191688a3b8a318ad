import Testing

@testable import AWS

@Suite struct OperationTests {
    /// The IAM actions where they are not `service:Name` (service authorization reference).
    @Test func permissionsAreThoseOfTheServiceAuthorizationReference() {
        var found: [String: [String]] = [:]
        for operation in Oracle.operations.values {
            let type: any AWSOperation.Type = Swift.type(of: operation)
            found[type.name] = type.permissions
        }
        var expected = Dictionary(uniqueKeysWithValues: found.keys.map { ($0, [String]()) })
        for operation in Oracle.operations.values {
            let type: any AWSOperation.Type = Swift.type(of: operation)
            expected[type.name] = ["\(type.service.name):\(type.name)"]
        }
        expected["GetCallerIdentity"] = []
        expected["AssumeRole"] = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]
        expected["CreateSecurityGroup"] = ["ec2:CreateSecurityGroup", "ec2:CreateTags"]
        expected["CreateSnapshots"] = ["ec2:CreateSnapshots", "ec2:CreateTags"]
        expected["GetPublicAccessBlock"] = ["s3:GetBucketPublicAccessBlock"]
        expected["PutPublicAccessBlock"] = ["s3:PutBucketPublicAccessBlock"]
        expected["DeletePublicAccessBlock"] = ["s3:PutBucketPublicAccessBlock"]
        expected["DeleteBucketTagging"] = ["s3:PutBucketTagging"]
        #expect(found == expected)
    }

    @Test func effectIsToldByTheName() {
        for operation in Oracle.operations.values {
            let type: any AWSOperation.Type = Swift.type(of: operation)
            let reads = ["Describe", "Get", "List", "Assume"].contains { type.name.hasPrefix($0) }
            #expect(type.effect == (reads ? .read : .write), "\(type.name)")
            let repeatable = type.idempotent
            if reads { #expect(repeatable, "\(type.name)") }
        }
    }

    @Test func whatMakesSomethingNewIsNotSentTwice() {
        #expect(!EC2.CreateSnapshots.idempotent)
        #expect(!EC2.CreateSecurityGroup.idempotent)
    }

    @Test func deletingNoTagInParticularIsRefused() {
        #expect(EC2.DeleteTags(resourceIDs: ["i-1"], keys: []) == nil)
        #expect(EC2.DeleteTags(resourceIDs: [], keys: ["a"]) == nil)
    }
}
