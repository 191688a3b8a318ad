/// Collects the resources that a finding names, the one it is about first.
///
/// Each comes once, by the id that a person would type: the short id where EC2, IAM or S3 has one (`i-…`, `vol-…`,
/// `AKIA…`, a user's or bucket's name), otherwise the ARN, otherwise the name. Types are CloudFormation's; what
/// CloudFormation has no type for is named in its manner (`AWS::IAM::AccessKey`, `AWS::ECS::Task`, `Kubernetes::Pod`).
struct FindingReferences {
    private(set) var all: [FindingResource.Reference] = []

    /// Notes one resource; nothing when there is no id, or when it was noted before.
    private mutating func add(_ type: String, _ id: String?) {
        guard let id, !id.isEmpty else { return }
        let reference = FindingResource.Reference(type: type, id: id)
        if !all.contains(reference) { all.append(reference) }
    }

    // MARK: - resource

    /// Everything named by the members `…Details` of `resource`; `type` is its `resourceType`.
    mutating func gather(_ resource: JSONValue, type: String) {
        let primary = "\(type)Details".lowercased()
        let keys = (resource.object ?? [:]).keys.filter { $0.hasSuffix("Details") }
            .sorted { ($0.lowercased() == primary ? 0 : 1, $0) < ($1.lowercased() == primary ? 0 : 1, $1) }
        for key in keys {
            // Lists (buckets) and single objects alike.
            for details in resource[key]?.array ?? [resource[key] ?? .null] { gather(details, key: key) }
        }
    }

    private mutating func gather(_ details: JSONValue, key: String) {
        switch key {
        case "instanceDetails":
            add("AWS::EC2::Instance", details["instanceId"]?.text)
            for interface in details["networkInterfaces"]?.array ?? [] {
                add("AWS::EC2::NetworkInterface", interface["networkInterfaceId"]?.text)
            }
        case "accessKeyDetails":
            add("AWS::IAM::AccessKey", details["accessKeyId"]?.text)
            addPrincipal(details["userName"]?.text, type: details["userType"]?.text)
        case "s3BucketDetails":
            add("AWS::S3::Bucket", details["name"]?.text ?? Self.lastPart(details["arn"]))
            for object in details["s3ObjectDetails"]?.array ?? [] { add("AWS::S3::Object", object["objectArn"]?.text) }
        case "eksClusterDetails":
            add("AWS::EKS::Cluster", details["arn"]?.text ?? details["name"]?.text)
        case "kubernetesDetails":
            addWorkload(details["kubernetesWorkloadDetails"])
        case "ecsClusterDetails":
            add("AWS::ECS::Cluster", details["arn"]?.text ?? details["name"]?.text)
            add("AWS::ECS::Task", details["taskDetails"]?["arn"]?.text)
        case "containerDetails":
            add("Container", details["id"]?.text ?? details["name"]?.text)
        case "ebsVolumeDetails":
            for volume in (details["scannedVolumeDetails"]?.array ?? [])
                + (details["skippedVolumeDetails"]?.array ?? [])
            {
                add("AWS::EC2::Volume", Self.lastPart(volume["volumeArn"]))
                add("AWS::EC2::Snapshot", Self.lastPart(volume["snapshotArn"]))
            }
        case "rdsDbInstanceDetails":
            add("AWS::RDS::DBInstance", details["dbInstanceArn"]?.text ?? details["dbInstanceIdentifier"]?.text)
        case "rdsLimitlessDbDetails":
            add("AWS::RDS::DBShardGroup", details["dbShardGroupArn"]?.text ?? details["dbShardGroupIdentifier"]?.text)
        case "rdsDbUserDetails":
            break  // the database's own users are no resources of AWS
        case "lambdaDetails":
            add("AWS::Lambda::Function", details["functionArn"]?.text ?? details["functionName"]?.text)
        case "ebsSnapshotDetails":
            add("AWS::EC2::Snapshot", Self.lastPart(details["snapshotArn"]))
        case "ec2ImageDetails":
            add("AWS::EC2::Image", Self.lastPart(details["imageArn"]))
        case "recoveryPointDetails":
            add("AWS::Backup::RecoveryPoint", details["recoveryPointArn"]?.text)
            add("AWS::Backup::BackupVault", details["backupVaultName"]?.text)
        default:
            gatherUnknown(details, type: "\(key.prefix(1).uppercased())\(key.dropFirst().dropLast("Details".count))")
        }
    }

    /// A principal, when it is one that IAM keeps; `ANONYMOUS_PRINCIPAL`, services and federated names are not.
    private mutating func addPrincipal(_ name: String?, type: String?) {
        switch type {
        case "IAMUser": add("AWS::IAM::User", name)
        case "AssumedRole", "Role": add("AWS::IAM::Role", name)
        default: break
        }
    }

    private mutating func addWorkload(_ workload: JSONValue?) {
        guard let name = workload?["name"]?.text else { return }
        let kind = workload?["type"]?.text ?? "Workload"
        // GuardDuty writes the API's plural, `pods`, `deployments`.
        let singular = kind.hasSuffix("s") ? String(kind.dropLast()) : kind
        add(
            "Kubernetes::\(singular.prefix(1).uppercased())\(singular.dropFirst())",
            [workload?["namespace"]?.text, name].compactMap(\.self).joined(separator: "/")
        )
    }

    /// Details that this version has never heard of: every ARN in them, or an id, or a name.
    private mutating func gatherUnknown(_ details: JSONValue, type: String) {
        let arns = details.arns
        for arn in arns { add(type, arn) }
        guard arns.isEmpty, let members = details.object else { return }
        for suffix in ["Id", "Identifier", "Name"] {
            let named = members.keys.sorted().first { key in
                (key == suffix.lowercased() || key.hasSuffix(suffix)) && members[key]?.text != nil
            }
            if let named {
                add(type, members[named]?.text)
                return
            }
        }
    }

    // MARK: - service.detection.sequence

    /// The resources and the actors of an attack sequence (GuardDuty API reference, Sequence).
    mutating func gather(sequence: JSONValue?) {
        for resource in sequence?["resources"]?.array ?? [] {
            let kind = resource["resourceType"]?.text ?? "Unknown"
            guard let known = Self.sequenceTypes[kind] else {
                add(kind, resource["uid"]?.text)
                continue
            }
            add(known.type, known.short ? Self.lastPart(resource["uid"]) : resource["uid"]?.text)
        }
        for actor in sequence?["actors"]?.array ?? [] {
            let user = actor["user"]
            add("AWS::IAM::AccessKey", user?["credentialUid"]?.text)
            addPrincipal(user?["name"]?.text, type: user?["type"]?.text)
        }
    }

    /// `resourceType` of a sequence's resource, and whether the last part of its ARN is the id that people use.
    private static let sequenceTypes: [String: (type: String, short: Bool)] = [
        "EC2_INSTANCE": ("AWS::EC2::Instance", true),
        "EC2_NETWORK_INTERFACE": ("AWS::EC2::NetworkInterface", true),
        "EC2_IMAGE": ("AWS::EC2::Image", true),
        "EC2_LAUNCH_TEMPLATE": ("AWS::EC2::LaunchTemplate", true),
        "EC2_VPC": ("AWS::EC2::VPC", true),
        "ACCESS_KEY": ("AWS::IAM::AccessKey", true),
        "IAM_INSTANCE_PROFILE": ("AWS::IAM::InstanceProfile", true),
        "S3_BUCKET": ("AWS::S3::Bucket", true),
        "S3_OBJECT": ("AWS::S3::Object", false),
        "EKS_CLUSTER": ("AWS::EKS::Cluster", false),
        "KUBERNETES_WORKLOAD": ("Kubernetes::Workload", false),
        "CONTAINER": ("Container", false),
        "ECS_CLUSTER": ("AWS::ECS::Cluster", false),
        "ECS_TASK": ("AWS::ECS::Task", false),
        "AUTOSCALING_AUTO_SCALING_GROUP": ("AWS::AutoScaling::AutoScalingGroup", false),
        "CLOUDFORMATION_STACK": ("AWS::CloudFormation::Stack", false),
    ]

    /// `i-0abc` of `arn:aws:ec2:eu-west-1:111111111111:instance/i-0abc`; text that is no ARN as it is.
    private static func lastPart(_ value: JSONValue?) -> String? {
        guard let text = value?.text, let arn = ARN(rawValue: text) else { return value?.text }
        return arn.resource.split(separator: "/").last.map(String.init)
    }
}

extension JSONValue {
    /// The ARNs among the strings of this value, in the order of their keys.
    fileprivate var arns: [String] {
        switch self {
        case .string(let text): ARN(rawValue: text) == nil ? [] : [text]
        case .array(let elements): elements.flatMap(\.arns)
        case .object(let members): members.sorted { $0.key < $1.key }.flatMap(\.value.arns)
        default: []
        }
    }
}
