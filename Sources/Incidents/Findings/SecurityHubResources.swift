/// The resources of a Security Hub finding (ASFF, `Resources`).
struct SecurityHubResources {
    private let resources: [JSONValue]

    init(_ resources: [JSONValue]) { self.resources = resources }

    /// The same as GuardDuty's `resource`. What the finding is about is told by its type where the catalogue knows it,
    /// otherwise it is the first resource.
    func guardDutyJSON(findingType: String) -> JSONValue {
        var result: [String: JSONValue] = [:]
        var types: [String] = []
        for resource in resources {
            let (type, key, details) = Self.details(resource)
            types.append(type)
            if case .array(let more) = details {
                result[key] = .array((result[key]?.array ?? []) + more)
            } else if result[key] == nil {
                result[key] = details
            }
        }
        let expected = FindingTypeCatalogue.entry(for: findingType)?.resourceTypes ?? []
        if let type = expected.first(where: types.contains) ?? types.first { result["resourceType"] = .string(type) }
        return .object(result)
    }

    /// GuardDuty's `resourceType`, the member of `resource`, and its value.
    private static func details(_ resource: JSONValue) -> (type: String, key: String, details: JSONValue) {
        let id = resource["Id"]?.string ?? ""
        let kind = resource["Type"]?.text ?? "Other"
        let details = resource["Details"]?[kind] ?? [:]
        switch kind {
        case "AwsEc2Instance":
            return ("Instance", "instanceDetails", instance(resource, details, id: lastPart(id)))
        case "AwsIamAccessKey":
            return ("AccessKey", "accessKeyDetails", accessKey(details, id: id))
        case "AwsS3Bucket":
            let owner: JSONValue = ["id": details["OwnerId"] ?? .null]
            let name = ARN(rawValue: id)?.resource ?? id
            return ("S3Bucket", "s3BucketDetails", [["name": .string(name), "arn": .string(id), "owner": owner]])
        case "AwsEksCluster":
            return ("EKSCluster", "eksClusterDetails", ["arn": .string(id), "name": details["Name"] ?? .null])
        case "AwsEcsCluster":
            return ("ECSCluster", "ecsClusterDetails", ["arn": .string(id), "name": details["ClusterName"] ?? .null])
        case "AwsLambdaFunction":
            return (
                "Lambda", "lambdaDetails",
                ["functionArn": .string(id), "functionName": details["FunctionName"] ?? .null]
            )
        case "AwsRdsDbInstance":
            return ("RDSDBInstance", "rdsDbInstanceDetails", ["dbInstanceArn": .string(id)])
        case "Container":
            return ("Container", "containerDetails", ["id": .string(id), "name": details["Name"] ?? .null])
        case "AwsEc2Volume":
            return ("EBSVolume", "ebsVolumeDetails", ["scannedVolumeDetails": [["volumeArn": .string(id)]]])
        default:
            // `AwsFooBar` as `fooBarDetails`: kept as a reference like any details that are not known.
            let name = kind.hasPrefix("Aws") ? String(kind.dropFirst(3)) : kind
            return (name, "\(name.prefix(1).lowercased())\(name.dropFirst())Details", [["id": .string(id)]])
        }
    }

    private static func instance(_ resource: JSONValue, _ details: JSONValue, id: String) -> JSONValue {
        var interfaces = (details["NetworkInterfaces"]?.array ?? []).map { interface in
            ["networkInterfaceId": interface["NetworkInterfaceId"] ?? .null] as JSONValue
        }
        if details["VpcId"] != nil || details["SubnetId"] != nil {
            // The format keeps network and subnet of the primary interface, at the instance.
            if interfaces.isEmpty { interfaces = [[:]] }
            interfaces[0]["vpcId"] = details["VpcId"]
            interfaces[0]["subnetId"] = details["SubnetId"]
        }
        let tags = (resource["Tags"]?.object ?? [:]).sorted { $0.key < $1.key }
        return [
            "instanceId": .string(id),
            "instanceType": details["Type"] ?? .null,
            "imageId": details["ImageId"] ?? .null,
            "iamInstanceProfile": ["arn": details["IamInstanceProfileArn"] ?? .null],
            "networkInterfaces": .array(interfaces),
            "tags": .array(tags.map { ["key": .string($0.key), "value": $0.value] }),
        ]
    }

    /// The id is `AWS::IAM::AccessKey:AKIA…`; older findings have it in the details as well.
    private static func accessKey(_ details: JSONValue, id: String) -> JSONValue {
        [
            "accessKeyId": details["AccessKeyId"] ?? .string(id.split(separator: ":").last.map(String.init) ?? ""),
            "principalId": details["PrincipalId"] ?? .null,
            "userName": details["PrincipalName"] ?? details["UserName"] ?? .null,
            "userType": details["PrincipalType"] ?? .null,
        ]
    }

    private static func lastPart(_ id: String) -> String { id.split(separator: "/").last.map(String.init) ?? id }
}
