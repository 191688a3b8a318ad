import Incidents
import Testing

@Suite struct FindingResourceTests {
    static let references: [(fixture: String, type: String, references: [String])] = [
        (
            "instance", "Instance",
            [
                "AWS::EC2::Instance i-0a1b2c3d4e5f60718",
                "AWS::EC2::NetworkInterface eni-0aaaa1111bbbb2222c",
                "AWS::EC2::NetworkInterface eni-0dddd3333eeee4444f",
                "AWS::EC2::NetworkInterface eni-09999888877776666a",
            ]
        ),
        ("access-key-user", "AccessKey", ["AWS::IAM::AccessKey AKIAEXAMPLEALICE0001", "AWS::IAM::User alice"]),
        ("access-key-root", "AccessKey", ["AWS::IAM::AccessKey ASIAEXAMPLEROOT00001"]),
        (
            "access-key-role", "AccessKey",
            [
                "AWS::IAM::AccessKey ASIAEXAMPLEROLE00001", "AWS::IAM::Role payments-web",
                "AWS::EC2::Instance i-0a1b2c3d4e5f60718",
                "AWS::EC2::NetworkInterface eni-0aaaa1111bbbb2222c",
                "AWS::EC2::NetworkInterface eni-0dddd3333eeee4444f",
                "AWS::EC2::NetworkInterface eni-09999888877776666a",
            ]
        ),
        (
            "s3-buckets", "S3Bucket",
            [
                "AWS::S3::Bucket payroll-export", "AWS::S3::Bucket payroll-source",
                "AWS::IAM::AccessKey AKIAEXAMPLEALICE0001", "AWS::IAM::User alice",
            ]
        ),
        ("s3-anonymous", "S3Bucket", ["AWS::S3::Bucket payroll-export"]),
        (
            "s3-object", "S3Object",
            ["AWS::S3::Bucket uploads", "AWS::S3::Object arn:aws:s3:::uploads/in/invoice.exe"]
        ),
        ("eks-cluster", "EKSCluster", ["AWS::EKS::Cluster arn:aws:eks:eu-west-1:333333333333:cluster/orders"]),
        (
            "eks-runtime", "EKSCluster",
            [
                "AWS::EKS::Cluster arn:aws:eks:eu-west-1:333333333333:cluster/orders",
                "Container 5d41402abc4b2a76b9719d911017c592",
                "AWS::EC2::Instance i-0a1b2c3d4e5f60718",
                "AWS::EC2::NetworkInterface eni-0aaaa1111bbbb2222c",
                "AWS::EC2::NetworkInterface eni-0dddd3333eeee4444f",
                "AWS::EC2::NetworkInterface eni-09999888877776666a",
                "Kubernetes::Pod shop/api-7d9f",
            ]
        ),
        (
            "ecs-cluster", "ECSCluster",
            [
                "AWS::ECS::Cluster arn:aws:ecs:eu-west-1:333333333333:cluster/batch",
                "AWS::ECS::Task arn:aws:ecs:eu-west-1:333333333333:task/batch/0123456789abcdef0123456789abcdef",
                "Container 5d41402abc4b2a76b9719d911017c592",
            ]
        ),
        ("container", "Container", ["Container 5d41402abc4b2a76b9719d911017c592"]),
        ("lambda", "Lambda", ["AWS::Lambda::Function arn:aws:lambda:eu-west-1:333333333333:function:resize:12"]),
        (
            "rds-instance", "RDSDBInstance",
            ["AWS::RDS::DBInstance arn:aws:rds:eu-west-1:333333333333:db:orders-1"]
        ),
        (
            "rds-limitless", "RDSLimitlessDB",
            ["AWS::RDS::DBShardGroup arn:aws:rds:eu-west-1:333333333333:shard-group:shardgroup-1"]
        ),
        (
            "ebs-volume", "Instance",
            [
                "AWS::EC2::Instance i-0a1b2c3d4e5f60718",
                "AWS::EC2::NetworkInterface eni-0aaaa1111bbbb2222c",
                "AWS::EC2::NetworkInterface eni-0dddd3333eeee4444f",
                "AWS::EC2::NetworkInterface eni-09999888877776666a",
                "AWS::EC2::Volume vol-0abc0abc0abc0abc0", "AWS::EC2::Snapshot snap-0def0def0def0def0",
            ]
        ),
        ("ebs-snapshot", "EBSSnapshot", ["AWS::EC2::Snapshot snap-0123"]),
        ("ec2-image", "EC2Image", ["AWS::EC2::Image ami-0fee"]),
        (
            "recovery-point", "EC2RecoveryPoint",
            [
                "AWS::Backup::RecoveryPoint "
                    + "arn:aws:backup:eu-west-1:333333333333:recovery-point:1EB3B5E7-9EB0-435A-A80B-108B488B0D45",
                "AWS::Backup::BackupVault nightly",
            ]
        ),
        (
            "attack-sequence", "AttackSequence",
            [
                "AWS::S3::Bucket payroll-export", "AWS::IAM::AccessKey AKIAEXAMPLEALICE0001",
                "AWS::EC2::Instance i-0a1b2c3d4e5f60718", "TIME_MACHINE thing-1", "AWS::IAM::User alice",
            ]
        ),
        (
            "future", "QuantumComputer",
            [
                "QuantumComputer arn:aws:braket:eu-west-1:333333333333:computer/q-1",
                "QuantumComputer arn:aws:braket:eu-west-1:333333333333:part/p-9", "Sensor sensor-7",
            ]
        ),
    ]

    @Test(arguments: references)
    func everyResourceTypeNamesItsResources(fixture: String, type: String, references: [String]) throws {
        let resource = try Fixture.resource(fixture).resource
        #expect(resource.type == type)
        #expect(resource.references.map { "\($0.type) \($0.id)" } == references)
    }

    @Test func instanceHasAllItsInterfaces() throws {
        let instance = try #require(try Fixture.resource("instance").resource.instance)
        #expect(instance.id == "i-0a1b2c3d4e5f60718")
        #expect(
            instance.interfaceIDs
                == ["eni-0aaaa1111bbbb2222c", "eni-0dddd3333eeee4444f", "eni-09999888877776666a"]
        )
        #expect(instance.vpcIDs == ["vpc-0aa11bb22cc33dd44", "vpc-0ee55ff6677889900"])
        #expect(instance.subnetIDs.count == 3)
        #expect(instance.tags == ["Name": "payments-web-1", "team": "payments"])
        #expect(instance.instanceProfileARN == "arn:aws:iam::333333333333:instance-profile/payments-web")
    }

    @Test func instanceTagsMayBeCapitalised() throws {
        var json = try Fixture.instance
        json["resource"]?["instanceDetails"]?["tags"] = [["Key": "team", "Value": "x"], ["Key": "empty"], 4]
        #expect(try Finding(json: json, source: "").resource.instance?.tags == ["team": "x", "empty": ""])
    }

    @Test func anonymousCallerHasNoKey() throws {
        let key = try #require(try Fixture.resource("s3-anonymous").resource.accessKey)
        #expect(key.accessKeyID == nil)
        #expect(key.principalID == nil)
        #expect(key.userName == "ANONYMOUS_PRINCIPAL")
        #expect(key.userType == "AWSAccount")
    }

    @Test func everyBucketIsRead() throws {
        let buckets = try Fixture.resource("s3-buckets").resource.buckets
        #expect(buckets.map(\.name) == ["payroll-export", "payroll-source"])
        #expect(buckets.map(\.type) == ["Destination", "Source"])
        #expect(buckets.map(\.arn) == ["arn:aws:s3:::payroll-export", "arn:aws:s3:::payroll-source"])
        #expect(buckets[0].ownerID?.hasPrefix("3c0ffee") == true)
    }

    @Test func bucketWithoutNameIsNamedByItsARN() throws {
        var json = try Fixture(name: "resource-s3-buckets.json").json
        json["resource"]?["s3BucketDetails"] = [["arn": "arn:aws:s3:::payroll-export"]]
        #expect(try Finding(json: json, source: "").resource.buckets.map(\.name) == ["payroll-export"])
    }

    @Test func attackSequenceNeedsNoResource() throws {
        var json = try Fixture(name: "resource-attack-sequence.json").json
        json["resource"] = nil
        let finding = try Finding(json: json, source: "")
        #expect(finding.resource.type == "AttackSequence")
        #expect(finding.resource.references.count == 5)
        #expect(finding.guardDutySeverity == .critical)
    }

    @Test func resourceTypeWithoutItsDetailsIsKept() throws {
        var json = try Fixture.instance
        json["resource"] = ["resourceType": "Instance"]
        let resource = try Finding(json: json, source: "").resource
        #expect(resource.instance == nil)
        #expect(resource.references.isEmpty)
    }
}
