package import AWS
package import Incidents

/// Reads what a plan needs to know, everything side by side.
package struct FactsReader: Sendable {
    private let session: ReadSession

    package init(_ session: ReadSession) { self.session = session }

    /// Every operation that reading may send; the read session's policy allows these and what the properties read.
    package static func operations(_ need: Facts.Need) -> [any AWSOperation.Type] {
        switch need {
        case .instance:
            [
                EC2.DescribeInstances.self, EC2.DescribeNetworkInterfaces.self, EC2.DescribeSecurityGroups.self,
                EC2.DescribeSnapshots.self, EC2.DescribeRouteTables.self, EC2.DescribeVpcEndpoints.self,
            ]
        case .principal:
            [
                IAM.GetUser.self, IAM.ListAccessKeys.self, IAM.GetUserPolicy.self, IAM.ListUserTags.self,
                IAM.ListAttachedUserPolicies.self, IAM.GetRole.self, IAM.GetRolePolicy.self, IAM.ListRoleTags.self,
            ]
        case .buckets:
            [S3.GetPublicAccessBlock.self, S3.GetBucketPolicy.self, S3.GetBucketTagging.self]
        }
    }

    /// Reads what `needs` asks for. A part that cannot be read is a failure in the facts, never an error of the whole.
    package func facts(for finding: Finding, needs: Set<Facts.Need>) async -> Facts {
        var facts = Facts(verified: true)
        async let instance = known {
            guard needs.contains(.instance), let subject = finding.resource.instance else {
                return nil as InstanceFacts?
            }
            return try await self.instance(subject, finding)
        }
        async let principal = known {
            guard needs.contains(.principal), let key = finding.resource.accessKey else {
                return nil as PrincipalFacts?
            }
            return try await self.principal(key, finding)
        }
        async let buckets = known {
            guard needs.contains(.buckets), !finding.resource.buckets.isEmpty else {
                return nil as [Facts.Known<BucketFacts>]?
            }
            return await self.buckets(finding)
        }
        if let instance = await instance { facts.instance = instance }
        if let principal = await principal { facts.principal = principal }
        if let buckets = await buckets { facts.buckets = buckets }
        return facts
    }

    private func known<T: Sendable>(_ body: () async throws -> T?) async -> Facts.Known<T>? {
        do {
            return try await body().map { .success($0) }
        } catch {
            return .failure(ResponseError(String(describing: error)))
        }
    }

    // MARK: - EC2

    private func instance(_ subject: FindingResource.Instance, _ finding: Finding) async throws -> InstanceFacts {
        let reader = session.reader(finding.region)
        // The finding's own word on the VPCs saves a round trip; what the instance itself says decides below.
        async let said = soft("the ways out of its subnets", []) { try await paths(of: Set(subject.vpcIDs), reader) }
        async let described = reader.all(EC2.DescribeInstances(instanceIDs: [subject.id]))
        async let attached = reader.all(
            EC2.DescribeNetworkInterfaces(
                filters: [EC2.Filter("attachment.instance-id", [subject.id])])
        )
        async let groups = reader.all(
            EC2.DescribeSecurityGroups(
                filters: [EC2.Filter("group-name", [Marks.isolationGroup, Marks.untrackGroup])])
        )
        async let snapshots = soft("snapshots taken before", []) {
            try await VolumeSnapshots.snapshots(of: finding.incident.rawValue, reader)
        }

        guard let instance = try await described.first else {
            throw ResponseError("instance \(subject.id) is not in \(finding.accountID), \(finding.region)")
        }
        let interfaces = try await attached
        let vpcs = Set(interfaces.compactMap(\.vpcID))
        var ways = [await said]
        let unknown = vpcs.subtracting(subject.vpcIDs)
        if !unknown.isEmpty {
            ways.append(await soft("the ways out of its subnets", []) { try await paths(of: unknown, reader) })
        }
        let taken = await snapshots
        let subnets = Set(interfaces.compactMap(\.subnetID))
        let volumes = instance.blockDevices.compactMap(\.ebs?.volumeID)
        return InstanceFacts(
            id: instance.id,
            state: instance.state.name,
            spot: instance.lifecycle == "spot",
            volumeIDs: volumes,
            tags: instance.tags.dictionary,
            interfaces: interfaces.sorted { $0.id < $1.id }.map(Self.interface),
            groups: Dictionary(
                try await groups.map {
                    (.init(vpcID: $0.vpcID ?? "", name: $0.name), .init(id: $0.id, rules: $0.ruleTexts))
                }
            ) { first, _ in first },
            snapshotted: Set(taken.value.map(\.volumeID)).intersection(volumes).sorted(),
            trackedPaths: ways.flatMap(\.value)
                .filter { $0.subnets.isEmpty || !$0.subnets.isDisjoint(with: subnets) }.map(\.name).uniqued.sorted(),
            gaps: (ways.compactMap(\.gap) + [taken.gap].compactMap(\.self)).uniqued
        )
    }

    private static func interface(_ interface: EC2.NetworkInterface) -> InstanceFacts.Interface {
        let manager: String? =
            if interface.operator?.managed == true {
                interface.operator?.principal ?? "an AWS service"
            } else if interface.requesterManaged == true {
                interface.requesterID ?? "an AWS service"
            } else {
                nil
            }
        return InstanceFacts.Interface(
            id: interface.id,
            vpcID: interface.vpcID ?? "",
            subnetID: interface.subnetID ?? "",
            groups: interface.groups.map(\.id),
            tags: interface.tags.dictionary,
            managedBy: manager
        )
    }

    /// A way out whose connections AWS tracks whatever the rules (EC2 user guide, "Automatically tracked connections").
    private struct Path: Sendable {
        var name: String
        /// The subnets that use it; empty for all of the VPC.
        var subnets: Set<String>
    }

    private func paths(of vpcs: Set<String>, _ reader: AWSReader) async throws -> [Path] {
        guard !vpcs.isEmpty else { return [] }
        let filter = [EC2.Filter("vpc-id", vpcs.sorted())]
        async let tables = reader.all(EC2.DescribeRouteTables(filters: filter))
        async let endpoints = reader.all(EC2.DescribeVpcEndpoints(filters: filter))
        var paths: [Path] = try await tables.flatMap { table in
            // A VPC's main table serves every subnet that has no table of its own: it counts for all.
            let subnets =
                table.associations.contains { $0.main == true } ? [] : Set(table.associations.compactMap(\.subnetID))
            return table.routes.compactMap(\.trackedTarget).map { Path(name: $0, subnets: subnets) }
        }
        paths += try await endpoints.filter { $0.type != "Gateway" }.map {
            Path(name: "\($0.id) (\($0.serviceName ?? "endpoint"))", subnets: [])
        }
        return paths
    }

    // MARK: - IAM

    private func principal(_ key: FindingResource.AccessKey, _ finding: Finding) async throws -> PrincipalFacts {
        let reader = session.reader(finding.region)
        switch PrincipalFacts.identity(key) {
        case .outOfReach(let why): return .outOfReach(why)
        case .user(let name):
            async let user = reader.send(IAM.GetUser(userName: name))
            async let keys = reader.all(IAM.ListAccessKeys(userName: name))
            async let lock = InlinePolicy.user.document(of: name, Marks.userPolicy, reader)
            async let tags = soft("its tags", nil) { try await reader.all(IAM.ListUserTags(userName: name)).dictionary }
            async let attached = soft("its attached policies", []) {
                try await reader.all(IAM.ListAttachedUserPolicies(userName: name)).map(\.name)
            }
            return .user(
                .init(
                    name: name,
                    arn: try await user.user.arn,
                    keys: try await keys.map { .init(id: $0.id, status: $0.status.rawValue) },
                    lock: try await lock,
                    tags: await tags.value,
                    gaps: [await tags.gap, await attached.gap].compactMap(\.self),
                    attached: await attached.value
                )
            )
        case .role(let name):
            async let role = reader.send(IAM.GetRole(roleName: name))
            async let revocation = InlinePolicy.role.document(of: name, Marks.rolePolicy, reader)
            async let tags = soft("its tags", nil) { try await reader.all(IAM.ListRoleTags(roleName: name)).dictionary }
            let found = try await role.role
            if found.path.hasPrefix("/aws-service-role/") {
                return .outOfReach("\(name) is a service-linked role: AWS does not allow its policies to be edited")
            }
            if found.path.hasPrefix("/aws-reserved/") {
                return .outOfReach(
                    "\(name) comes from IAM Identity Center and cannot be edited in the account: end the user's portal "
                        + "sessions and remove the assignment of the permission set"
                )
            }
            return .role(
                .init(
                    name: name,
                    arn: found.arn,
                    revocation: try await revocation,
                    tags: await tags.value,
                    gaps: [await tags.gap].compactMap(\.self)
                )
            )
        }
    }

    // MARK: - S3

    private func buckets(_ finding: Finding) async -> [Facts.Known<BucketFacts>] {
        let reader = session.reader(finding.region)
        return await concurrently(finding.resource.buckets.map(\.name).uniqued) { name in
            do {
                return .success(try await bucket(name, reader))
            } catch {
                return .failure(ResponseError("bucket \(name): \(error)"))
            }
        }
    }

    private func bucket(_ name: String, _ reader: AWSReader) async throws -> BucketFacts {
        async let block = BucketPublicAccess.block(of: name, reader)
        async let policy = BucketPolicy.policy(of: name, reader)
        async let tags = soft("its tags", nil) { try await bucketTags(name, reader).dictionary }
        return BucketFacts(
            name: name,
            publicAccessBlock: try await block,
            policy: try await policy,
            tags: await tags.value
        )
    }

    // MARK: - What containment does not depend on

    /// Something read if it can be: what there is, or a fallback and why.
    private struct Soft<T: Sendable>: Sendable {
        var value: T
        var gap: String?
    }

    private func soft<T: Sendable>(_ what: String, _ fallback: T, _ body: () async throws -> T) async -> Soft<T> {
        do {
            return Soft(value: try await body())
        } catch {
            return Soft(value: fallback, gap: "\(what) could not be read: \(error)")
        }
    }
}

extension EC2.RouteTable.Route {
    /// The gateway of the route, when connections through it are tracked whatever the security groups' rules.
    fileprivate var trackedTarget: String? {
        if let natGatewayID { return "\(natGatewayID) (NAT gateway)" }
        if let transitGatewayID { return "\(transitGatewayID) (transit gateway)" }
        if let egressOnlyInternetGatewayID { return "\(egressOnlyInternetGatewayID) (egress-only internet gateway)" }
        if let gatewayID, gatewayID.hasPrefix("vpce-") { return "\(gatewayID) (gateway load balancer endpoint)" }
        return nil
    }
}
