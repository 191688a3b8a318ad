package import Foundation

/// A GuardDuty finding, whichever way it arrived. What Cordon has no field for is kept in `raw`.
package struct Finding: Hashable, Sendable {
    package var id: String
    package var arn: ARN?
    package var accountID: AccountID
    package var region: Region
    package var partition: Partition
    /// For example `UnauthorizedAccess:EC2/SSHBruteForce`; types that Cordon has never heard of are fine.
    package var type: String
    /// 1.0 to 10.0 by GuardDuty; anything from 0.0 is taken.
    package var severity: Double
    package var title: String
    package var description: String
    package var createdAt: Date?
    package var updatedAt: Date?
    package var firstSeen: Date?
    package var lastSeen: Date?
    package var count: Int
    package var archived: Bool
    /// Made by CreateSampleFindings: its resources do not exist.
    package var sample: Bool
    package var resource: FindingResource
    /// The finding alone as it arrived (the envelope taken off), keys in camelCase: everything, unknown fields included.
    package var raw: JSONValue

    package init(
        id: String,
        arn: ARN? = nil,
        accountID: AccountID,
        region: Region,
        partition: Partition,
        type: String,
        severity: Double,
        title: String = "",
        description: String = "",
        createdAt: Date? = nil,
        updatedAt: Date? = nil,
        firstSeen: Date? = nil,
        lastSeen: Date? = nil,
        count: Int = 1,
        archived: Bool = false,
        sample: Bool = false,
        resource: FindingResource,
        raw: JSONValue = .object([:])
    ) {
        self.id = id
        self.arn = arn
        self.accountID = accountID
        self.region = region
        self.partition = partition
        self.type = type
        self.severity = severity
        self.title = title
        self.description = description
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
        self.count = count
        self.archived = archived
        self.sample = sample
        self.resource = resource
        self.raw = raw
    }

    package var guardDutySeverity: GuardDutySeverity { GuardDutySeverity(severity: severity) }

    /// The same finding delivered again, wherever it comes from, is the same incident.
    package var incident: IncidentID { IncidentID(account: accountID, region: region, finding: id) }
}

/// What a finding is about. A finding can name several: an S3 finding names buckets and a principal.
package struct FindingResource: Hashable, Sendable {
    /// GuardDuty's `resourceType` as written: `Instance`, `AccessKey`, `S3Bucket`, `EKSCluster`, …; for an attack
    /// sequence, `AttackSequence`.
    package var type: String
    package var instance: Instance?
    package var accessKey: AccessKey?
    package var buckets: [Bucket]
    /// Every resource named, as (CloudFormation type, id or ARN), for display, look-up and tagging.
    package var references: [Reference]

    package init(
        type: String,
        instance: Instance? = nil,
        accessKey: AccessKey? = nil,
        buckets: [Bucket] = [],
        references: [Reference] = []
    ) {
        self.type = type
        self.instance = instance
        self.accessKey = accessKey
        self.buckets = buckets
        self.references = references
    }

    package struct Reference: Hashable, Sendable {
        /// `AWS::EC2::Instance`, `AWS::IAM::AccessKey`, `AWS::EKS::Cluster`, …
        package var type: String
        package var id: String
        package init(type: String, id: String) {
            self.type = type
            self.id = id
        }
    }

    /// `instanceDetails`. As GuardDuty saw it: hours old, so every plan reads the instance afresh.
    package struct Instance: Hashable, Sendable {
        package var id: String
        package var vpcIDs: [String]
        package var subnetIDs: [String]
        package var interfaceIDs: [String]
        package var tags: [String: String]
        /// `iamInstanceProfile.arn`
        package var instanceProfileARN: String?
        package init(
            id: String,
            vpcIDs: [String] = [],
            subnetIDs: [String] = [],
            interfaceIDs: [String] = [],
            tags: [String: String] = [:],
            instanceProfileARN: String? = nil
        ) {
            self.id = id
            self.vpcIDs = vpcIDs
            self.subnetIDs = subnetIDs
            self.interfaceIDs = interfaceIDs
            self.tags = tags
            self.instanceProfileARN = instanceProfileARN
        }
    }

    /// `accessKeyDetails`: the credentials, and the principal behind them.
    package struct AccessKey: Hashable, Sendable {
        /// `AKIA…` (long-term) or `ASIA…` (temporary); empty or nil in some findings.
        package var accessKeyID: String?
        package var principalID: String?
        package var userName: String?
        /// `IAMUser`, `Root`, `AssumedRole`, `FederatedUser`, `AWSService`, `AWSAccount`, … as written.
        package var userType: String?
        package init(
            accessKeyID: String? = nil,
            principalID: String? = nil,
            userName: String? = nil,
            userType: String? = nil
        ) {
            self.accessKeyID = accessKeyID
            self.principalID = principalID
            self.userName = userName
            self.userType = userType
        }
    }

    /// One of `s3BucketDetails`.
    package struct Bucket: Hashable, Sendable {
        package var name: String
        package var arn: String?
        /// The canonical user id of the owner, not an account id.
        package var ownerID: String?
        /// `Destination` or `Source`: the bucket acted on, or the one data came from.
        package var type: String?
        package init(name: String, arn: String? = nil, ownerID: String? = nil, type: String? = nil) {
            self.name = name
            self.arn = arn
            self.ownerID = ownerID
            self.type = type
        }
    }
}
