package import Incidents

/// What is known of an EC2 instance when a plan is made.
package struct InstanceFacts: Sendable, Hashable {
    package var id: String
    /// `running`, `stopped`, `terminated`, …; nil when it was not read.
    package var state: String?
    package var spot: Bool
    package var volumeIDs: [String]
    package var tags: [String: String]
    package var interfaces: [Interface]
    /// Security groups of Cordon's, by VPC and name.
    package var groups: [GroupKey: Group]
    /// Volumes that this incident has a snapshot of already.
    package var snapshotted: [String]
    /// Ways out of the instance's subnets whose connections AWS tracks whatever the rules: `nat-1 (subnet-2)`.
    package var trackedPaths: [String]
    /// What could not be read, and why.
    package var gaps: [String]

    package init(
        id: String,
        state: String? = nil,
        spot: Bool = false,
        volumeIDs: [String] = [],
        tags: [String: String] = [:],
        interfaces: [Interface] = [],
        groups: [GroupKey: Group] = [:],
        snapshotted: [String] = [],
        trackedPaths: [String] = [],
        gaps: [String] = []
    ) {
        self.id = id
        self.state = state
        self.spot = spot
        self.volumeIDs = volumeIDs
        self.tags = tags
        self.interfaces = interfaces
        self.groups = groups
        self.snapshotted = snapshotted
        self.trackedPaths = trackedPaths
        self.gaps = gaps
    }

    package struct Interface: Sendable, Hashable {
        package var id: String
        package var vpcID: String
        package var subnetID: String
        /// Security group ids in the order AWS gives them.
        package var groups: [String]
        package var tags: [String: String]
        /// Who manages the interface, when it is not the account's to change: `amazon-elb`.
        package var managedBy: String?

        package init(
            id: String,
            vpcID: String,
            subnetID: String,
            groups: [String],
            tags: [String: String] = [:],
            managedBy: String? = nil
        ) {
            self.id = id
            self.vpcID = vpcID
            self.subnetID = subnetID
            self.groups = groups
            self.tags = tags
            self.managedBy = managedBy
        }
    }

    package struct GroupKey: Sendable, Hashable {
        package var vpcID: String
        package var name: String
        package init(vpcID: String, name: String) {
            self.vpcID = vpcID
            self.name = name
        }
    }

    package struct Group: Sendable, Hashable {
        package var id: String
        package var rules: [String]
        package init(id: String, rules: [String]) {
            self.id = id
            self.rules = rules
        }
    }

    /// What the finding says of the instance, hours old and never read: enough to show what would be done.
    package init?(_ finding: Finding) {
        guard let instance = finding.resource.instance else { return nil }
        let details = finding.raw["resource"]?["instanceDetails"]
        self.init(
            id: instance.id,
            tags: instance.tags,
            interfaces: (details?["networkInterfaces"]?.array ?? []).compactMap { interface in
                guard let id = interface["networkInterfaceId"]?.string else { return nil }
                return Interface(
                    id: id,
                    vpcID: interface["vpcId"]?.string ?? "unknown",
                    subnetID: interface["subnetId"]?.string ?? "unknown",
                    groups: (interface["securityGroups"]?.array ?? []).compactMap { $0["groupId"]?.string }
                )
            }
        )
    }
}
