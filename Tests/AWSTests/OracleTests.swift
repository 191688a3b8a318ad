import Foundation
import Testing
import Transport

@testable import AWS

/// What botocore sends for the same calls, made by `Oracle/make_requests.py`.
struct Oracle: Decodable {
    struct Request: Decodable, CustomTestStringConvertible {
        var name: String
        var service: String
        var method: String
        var url: String
        var headers: [String: String]
        var body: String
        var testDescription: String { name }
    }
    struct Endpoint: Decodable, CustomTestStringConvertible {
        var service: String
        var region: String
        var url: String
        var signingRegion: String
        var testDescription: String { "\(service) \(region)" }
    }
    var requests: [Request]
    var endpoints: [Endpoint]

    static let shared: Oracle = {
        let url = Bundle.module.url(forResource: "requests", withExtension: "json", subdirectory: "Fixtures")!
        return try! JSONDecoder().decode(Oracle.self, from: Data(contentsOf: url))
    }()

    static let policy = #"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}"#
    static let tags = [
        AWSTag(key: "GuardDutyIsolated", value: "true"), AWSTag(key: "cordon:é & <b>", value: #"a+b c/d=e~"'"#),
    ]
    static let account = "333333333333"
    static let bucket = "payments-export"
    static let user = "mallory+x@example.org"
    static let role = "Web_App-Role"
    static let key = "AKIAIOSFODNN7EXAMPLE"
    static let roleARN = "arn:aws:iam::333333333333:role/CordonResponder"
    static let filters = [
        EC2.Filter("vpc-id", ["vpc-1", "vpc-2"]), EC2.Filter("group-name", ["guardduty isolation"]),
    ]
    static let ofVPC = [EC2.Filter("vpc-id", ["vpc-1"])]
    static let permissions = [
        EC2.IPPermission(
            ipProtocol: "tcp",
            fromPort: 443,
            toPort: 443,
            ipv4Ranges: [.init("0.0.0.0/0"), .init("10.0.0.0/8", description: "inside")],
            ipv6Ranges: [.init("::/0")],
            prefixLists: [.init(id: "pl-1")],
            groups: [.init(groupID: "sg-2", userID: account)]
        ),
        EC2.IPPermission(ipProtocol: "-1", ipv4Ranges: [.init("0.0.0.0/0")]),
    ]

    /// Our side of the rows.
    static let operations: [String: any AWSOperation] = [
        "AssumeRole": STS.AssumeRole(
            roleARN: roleARN,
            sessionName: "inc-0123456789abcdef",
            externalID: "a/b+c=",
            sourceIdentity: "inc-0123456789abcdef",
            policy: policy,
            tags: [.init(key: "incident", value: "inc 1")],
            durationSeconds: 900
        ),
        "AssumeRole, least": STS.AssumeRole(roleARN: roleARN, sessionName: "cordon"),
        "GetCallerIdentity": STS.GetCallerIdentity(),
        "DescribeInstances": EC2.DescribeInstances(instanceIDs: ["i-1", "i-2"]),
        "DescribeInstances, filters": with(EC2.DescribeInstances(filters: filters)) { $0.pageToken = "a b/+=" },
        "DescribeNetworkInterfaces": EC2.DescribeNetworkInterfaces(
            interfaceIDs: ["eni-1"],
            filters: [EC2.Filter("attachment.instance-id", ["i-1"])]
        ),
        "DescribeSecurityGroups": EC2.DescribeSecurityGroups(groupIDs: ["sg-1", "sg-2"]),
        "DescribeSecurityGroups, filters": EC2.DescribeSecurityGroups(filters: filters),
        "DescribeSecurityGroupRules": EC2.DescribeSecurityGroupRules(groupIDs: ["sg-1"]),
        "CreateSecurityGroup": EC2.CreateSecurityGroup(
            name: "guardduty-isolation-sg",
            description: "Isolates: no rules",
            vpcID: "vpc-1",
            tags: tags
        ),
        "CreateSecurityGroup, no tags": EC2.CreateSecurityGroup(name: "g", description: "d", vpcID: "vpc-1"),
        "DeleteSecurityGroup": EC2.DeleteSecurityGroup(groupID: "sg-1"),
        "AuthorizeSecurityGroupIngress": EC2.AuthorizeSecurityGroupIngress(groupID: "sg-1", permissions: permissions),
        "AuthorizeSecurityGroupEgress": EC2.AuthorizeSecurityGroupEgress(groupID: "sg-1", permissions: permissions),
        "RevokeSecurityGroupIngress": EC2.RevokeSecurityGroupIngress(groupID: "sg-1", permissions: permissions),
        "RevokeSecurityGroupEgress": EC2.RevokeSecurityGroupEgress(groupID: "sg-1", ruleIDs: ["sgr-1", "sgr-2"]),
        "ModifyNetworkInterfaceAttribute": EC2.ModifyNetworkInterfaceAttribute(
            interfaceID: "eni-1",
            groupIDs: ["sg-1", "sg-2"]
        ),
        "CreateTags": EC2.CreateTags(resourceIDs: ["i-1", "eni-1"], tags: tags),
        "DeleteTags": EC2.DeleteTags(resourceIDs: ["i-1"], keys: ["a", "b c"])!,
        "DescribeTags": EC2.DescribeTags(filters: [EC2.Filter("resource-id", ["i-1"])]),
        "CreateSnapshots": EC2.CreateSnapshots(
            instanceID: "i-1",
            description: "inc-1",
            tags: tags,
            copyVolumeTags: true
        ),
        "DescribeSnapshots": EC2.DescribeSnapshots(filters: [EC2.Filter("tag:incident", ["inc-1"])]),
        "DescribeSnapshots, ids": EC2.DescribeSnapshots(snapshotIDs: ["snap-1"], owners: []),
        "DescribeRouteTables": EC2.DescribeRouteTables(filters: ofVPC),
        "DescribeVpcEndpoints": EC2.DescribeVpcEndpoints(filters: ofVPC),
        "GetUser": IAM.GetUser(userName: user),
        "GetRole": IAM.GetRole(roleName: role),
        "ListAccessKeys": with(IAM.ListAccessKeys(userName: user)) { $0.pageToken = "m/+=" },
        "GetAccessKeyLastUsed": IAM.GetAccessKeyLastUsed(accessKeyID: key),
        "UpdateAccessKey": IAM.UpdateAccessKey(userName: user, accessKeyID: key, status: .inactive),
        "GetUserPolicy": IAM.GetUserPolicy(userName: user, policyName: "Cordon-Deny"),
        "PutUserPolicy": IAM.PutUserPolicy(userName: user, policyName: "Cordon-Deny", policyDocument: policy),
        "DeleteUserPolicy": IAM.DeleteUserPolicy(userName: user, policyName: "Cordon-Deny"),
        "GetRolePolicy": IAM.GetRolePolicy(roleName: role, policyName: "Cordon-Deny"),
        "PutRolePolicy": IAM.PutRolePolicy(roleName: role, policyName: "Cordon-Deny", policyDocument: policy),
        "DeleteRolePolicy": IAM.DeleteRolePolicy(roleName: role, policyName: "Cordon-Deny"),
        "ListUserTags": IAM.ListUserTags(userName: user),
        "TagUser": IAM.TagUser(userName: user, tags: tags),
        "UntagUser": IAM.UntagUser(userName: user, tagKeys: ["a", "b c"]),
        "ListRoleTags": IAM.ListRoleTags(roleName: role),
        "TagRole": IAM.TagRole(roleName: role, tags: tags),
        "UntagRole": IAM.UntagRole(roleName: role, tagKeys: ["a", "b c"]),
        "UntagRole, none": IAM.UntagRole(roleName: role, tagKeys: []),
        "ListAttachedUserPolicies": IAM.ListAttachedUserPolicies(userName: user),
        "ListUserPolicies": IAM.ListUserPolicies(userName: user),
        "GetBucketLocation": S3.GetBucketLocation(bucket: "dots.in.name", owner: account),
        "GetPublicAccessBlock": S3.GetPublicAccessBlock(bucket: bucket, owner: account),
        "PutPublicAccessBlock": S3.PutPublicAccessBlock(
            bucket: bucket,
            owner: account,
            configuration: .init(
                blockPublicACLs: true,
                ignorePublicACLs: true,
                blockPublicPolicy: false,
                restrictPublicBuckets: true
            )
        ),
        "DeletePublicAccessBlock": S3.DeletePublicAccessBlock(bucket: bucket, owner: account),
        "GetBucketPolicy": S3.GetBucketPolicy(bucket: bucket, owner: account),
        "PutBucketPolicy": S3.PutBucketPolicy(bucket: bucket, owner: account, policy: policy),
        "DeleteBucketPolicy": S3.DeleteBucketPolicy(bucket: bucket, owner: account),
        "GetBucketTagging": S3.GetBucketTagging(bucket: bucket, owner: account),
        "PutBucketTagging": S3.PutBucketTagging(bucket: bucket, owner: account, tags: tags),
        "DeleteBucketTagging": S3.DeleteBucketTagging(bucket: bucket, owner: account),
    ]

    private static func with<O>(_ operation: O, _ change: (inout O) -> Void) -> O {
        var operation = operation
        change(&operation)
        return operation
    }
}

@Suite("Every operation goes over the wire as botocore sends it")
struct OracleTests {
    @Test(arguments: Oracle.shared.requests)
    func requestIsBotocores(_ expected: Oracle.Request) async throws {
        let operation = try #require(Oracle.operations[expected.name])
        let sent = try #require(await send(operation))
        #expect(sent.method == expected.method)
        #expect(sent.url == expected.url)
        if expected.service == "s3" {
            #expect(String(decoding: sent.body, as: UTF8.self) == expected.body)
        } else {
            var theirs = sent
            theirs.body = Data(expected.body.utf8)
            #expect(sent.form == theirs.form)
        }
        for (name, value) in expected.headers where name != "authorization" {
            #expect(sent.header(name) == value, "header \(name)")
        }
        let ours = Set(sent.headers.map(\.name)).subtracting(["host", "amz-sdk-invocation-id", "amz-sdk-request"])
        #expect(ours == Set(expected.headers.keys))
    }

    @Test func everyOperationHasItsRow() {
        #expect(Set(Oracle.operations.keys) == Set(Oracle.shared.requests.map(\.name)))
    }

    /// Signs botocore's own bytes, for the bodies differ in the order of fields and in how they write a space.
    @Test(arguments: Oracle.shared.requests)
    func signatureIsBotocores(_ expected: Oracle.Request) throws {
        let url = try #require(URLComponents(string: expected.url))
        var headers = expected.headers
        for name in ["authorization", "x-amz-date", "x-amz-security-token"] { headers[name] = nil }
        let prepared = SigV4.Request(
            method: expected.method,
            path: url.percentEncodedPath,
            query: url.percentEncodedQuery.map { [(name: $0, value: "")] } ?? [],
            headers: headers.map { (name: $0.key, value: $0.value) } + [("host", url.host ?? "")],
            payloadHash: expected.body.sha256
        )
        let signer = SigV4(
            credentials: Rig.credentials,
            region: expected.service == "iam" ? "us-east-1" : "eu-west-1",
            service: expected.service,
            date: Rig.now,
            encodesPathTwice: expected.service != "s3",
            keys: SigningKeys()
        )
        let signed = signer.signedHeaders(of: prepared)
        #expect(signed.last?.value == expected.headers["authorization"])
    }

    @Test(arguments: Oracle.shared.endpoints)
    func endpointIsBotocores(_ expected: Oracle.Endpoint) throws {
        let service = try #require(
            [AWSService.sts, .iam, .ec2, .s3].first { $0.name == expected.service }
        )
        let endpoint = try Endpoints().endpoint(for: service, region: expected.region)
        #expect("\(endpoint.scheme)://\(endpoint.host)" == expected.url)
        #expect(endpoint.signingRegion == expected.signingRegion)
    }

    private func send(_ operation: some AWSOperation) async -> HTTPRequest? {
        let rig = Rig([.ec2Error("Refused")])
        _ = try? await rig.client.send(
            operation,
            account: Oracle.account,
            region: "eu-west-1",
            credentials: StaticCredentials(Rig.credentials)
        )
        return rig.transport.requests.first
    }
}
