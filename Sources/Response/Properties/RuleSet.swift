package import AWS
package import Incidents

/// A security group of Cordon's and its rules, by VPC and name (`vpc-1/guardduty-isolation-sg`); null when there is none.
package struct RuleSet: Property {
    /// The output that holds the group's id.
    static let groupID = "group_id"
    /// The rules that allow everything both ways, IPv4 and IPv6: what makes connections untracked.
    static let everything = [Rule.egress4, .egress6, .ingress4, .ingress6].map(\.text).sorted()

    package init() {}
    package let kind: ChangeKind = "ec2.security-group-rules"
    package let operations: [any AWSOperation.Type] = [
        EC2.DescribeSecurityGroups.self, EC2.DescribeSecurityGroupRules.self, EC2.CreateSecurityGroup.self,
        EC2.DeleteSecurityGroup.self, EC2.RevokeSecurityGroupIngress.self, EC2.RevokeSecurityGroupEgress.self,
        EC2.AuthorizeSecurityGroupIngress.self, EC2.AuthorizeSecurityGroupEgress.self,
        EC2.DescribeNetworkInterfaces.self,
    ]

    package func read(_ change: Change, in session: ReadSession) async throws -> Reading {
        guard let group = try await find(change.target, session) else { return Reading(.null) }
        return Reading(["rules": .strings(group.ruleTexts)], outputs: [Self.groupID: group.id])
    }

    package func set(
        _ change: Change,
        to state: JSONValue,
        in session: WriteSession
    ) async throws -> [String: String] {
        guard let wanted = state["rules"]?.strings else { return try await delete(change.target, session) }
        let writer = session.writer(change.target.region)
        if change.before.isNull {
            let id = try await create(change, session)
            // A new group allows everything out; in a VPC with IPv6 there is a second such rule. Which of the two is
            // there is not told, so both are taken away and what is missing is no error.
            _ = try await patiently(session) {
                try await adjust(
                    id,
                    remove: wanted.isEmpty ? [.egress4, .egress6] : [],
                    add: wanted.compactMap { Rule($0) },
                    writer
                )
                return true
            }
        }
        let found = try await patiently(session) { try await find(change.target, session.read) }
        guard var group = found else { throw ResponseError("security group \(change.target) was deleted meanwhile") }
        if Set(group.ruleTexts) != Set(wanted) {
            try await strip(group, to: wanted, writer)
            group = try await find(change.target, session.read) ?? group
        }
        guard Set(group.ruleTexts) == Set(wanted) else {
            throw ResponseError(
                "security group \(group.id) has rules that are not to be there: \(group.ruleTexts.joined(separator: ", "))"
            )
        }
        return [Self.groupID: group.id]
    }

    /// A group between its creation and the adjusting of its rules holds a new group's rules.
    package func holding(_ change: Change, _ state: JSONValue) -> Holding {
        if same(state, change.after) { return .after }
        if same(state, change.before) { return .before }
        guard let rules = state["rules"]?.strings else { return .neither }
        let passing = Set((change.after["rules"]?.strings ?? []) + [Rule.egress4.text, Rule.egress6.text])
        return change.before.isNull && passing.isSuperset(of: rules) ? .via : .neither
    }

    // MARK: - Calls

    private func find(_ target: Target, _ session: ReadSession) async throws -> EC2.SecurityGroup? {
        let (vpc, name) = target.vpcAndName
        return try await session.reader(target.region).all(
            EC2.DescribeSecurityGroups(filters: [EC2.Filter("vpc-id", [vpc]), EC2.Filter("group-name", [name])])
        ).first
    }

    /// Asks again for a while: EC2 shows a new group to other calls a moment late.
    private func patiently<T>(_ session: WriteSession, _ body: () async throws -> T?) async throws -> T? {
        for wait in [Duration.zero, .milliseconds(200), .seconds(1), .seconds(2)] {
            if wait > .zero { try await session.pause(wait) }
            do {
                if let result = try await body() { return result }
            } catch let error as AWSError where error.code == .groupNotFound {
                continue
            }
        }
        return nil
    }

    private func create(_ change: Change, _ session: WriteSession) async throws -> String {
        let (vpc, name) = change.target.vpcAndName
        do {
            return try await session.writer(change.target.region).send(
                EC2.CreateSecurityGroup(
                    name: name,
                    description: "Made by Cordon to contain instances. Leave its rules as they are.",
                    vpcID: vpc
                )
            ).groupID
        } catch {
            // Another responder was faster: its group is as good.
            guard error.code == .duplicateGroup, let group = try await find(change.target, session.read) else {
                throw error
            }
            return group.id
        }
    }

    private func adjust(_ id: String, remove: [Rule], add: [Rule], _ writer: AWSWriter) async throws {
        let errors = await concurrently(remove.map { ($0, true) } + add.map { ($0, false) }) { rule, removing in
            await rule.send(id, removing: removing, writer)
        }
        if let error = errors.compactMap(\.self).first { throw error }
    }

    /// Takes away by id every rule that is not wanted, whatever its form, and adds those that are missing.
    private func strip(_ group: EC2.SecurityGroup, to wanted: [String], _ writer: AWSWriter) async throws {
        let rules = try await writer.reader.all(
            EC2.DescribeSecurityGroupRules(groupIDs: [group.id])
        )
        let foreign = rules.filter { !wanted.contains($0.text) }
        let egress = foreign.filter(\.isEgress).map(\.id)
        let ingress = foreign.filter { !$0.isEgress }.map(\.id)
        do {
            if !egress.isEmpty {
                _ = try await writer.send(EC2.RevokeSecurityGroupEgress(groupID: group.id, ruleIDs: egress))
            }
            if !ingress.isEmpty {
                _ = try await writer.send(EC2.RevokeSecurityGroupIngress(groupID: group.id, ruleIDs: ingress))
            }
        } catch {
            // Another responder took a rule away first: what is left is read afterwards.
            guard error.code == "InvalidSecurityGroupRuleId.NotFound" else { throw error }
        }
        let missing = Set(wanted).subtracting(rules.map(\.text)).compactMap { Rule($0) }
        try await adjust(group.id, remove: [], add: missing, writer)
    }

    /// Deletes the group, unless something uses it: another incident may have come to need it.
    private func delete(_ target: Target, _ session: WriteSession) async throws -> [String: String] {
        guard let group = try await find(target, session.read) else { return [:] }
        let users = try await session.read.reader(target.region).all(
            EC2.DescribeNetworkInterfaces(filters: [EC2.Filter("group-id", [group.id])])
        )
        if let user = users.first {
            throw Kept("\(group.id) stays: \(user.id) uses it")
        }
        do {
            _ = try await session.writer(target.region).send(EC2.DeleteSecurityGroup(groupID: group.id))
        } catch {
            switch error.code {
            case .dependencyViolation: throw Kept("\(group.id) stays: it is in use")
            case .groupNotFound: break
            default: throw error
            }
        }
        return [:]
    }
}

/// One of the four rules that Cordon itself gives a group or takes from it.
private enum Rule: String, Sendable {
    case egress4 = "egress all 0.0.0.0/0"
    case egress6 = "egress all ::/0"
    case ingress4 = "ingress all 0.0.0.0/0"
    case ingress6 = "ingress all ::/0"

    init?(_ text: String) { self.init(rawValue: text) }
    var text: String { rawValue }

    private var permission: EC2.IPPermission {
        switch self {
        case .egress4, .ingress4: EC2.IPPermission(ipProtocol: "-1", ipv4Ranges: [.init("0.0.0.0/0")])
        case .egress6, .ingress6: EC2.IPPermission(ipProtocol: "-1", ipv6Ranges: [.init("::/0")])
        }
    }

    /// Removes or adds the rule; that it is as wanted already is no error.
    func send(_ group: String, removing: Bool, _ writer: AWSWriter) async -> AWSError? {
        do {
            switch (self, removing) {
            case (.egress4, true), (.egress6, true):
                _ = try await writer.send(EC2.RevokeSecurityGroupEgress(groupID: group, permissions: [permission]))
            case (.ingress4, true), (.ingress6, true):
                _ = try await writer.send(EC2.RevokeSecurityGroupIngress(groupID: group, permissions: [permission]))
            case (.egress4, false), (.egress6, false):
                _ = try await writer.send(EC2.AuthorizeSecurityGroupEgress(groupID: group, permissions: [permission]))
            case (.ingress4, false), (.ingress6, false):
                _ = try await writer.send(EC2.AuthorizeSecurityGroupIngress(groupID: group, permissions: [permission]))
            }
            return nil
        } catch {
            return error.code == .permissionNotFound || error.code == .duplicatePermission ? nil : error
        }
    }
}

extension EC2.SecurityGroup {
    /// The group's rules, one text each, sorted.
    var ruleTexts: [String] {
        (ingress.flatMap { $0.texts("ingress") } + egress.flatMap { $0.texts("egress") }).sorted()
    }
}

extension EC2.IPPermission {
    fileprivate func texts(_ direction: String) -> [String] {
        let ports = ipProtocol == "-1" ? "all" : "\(ipProtocol) \(fromPort ?? -1)-\(toPort ?? -1)"
        let peers =
            ipv4Ranges.map(\.cidr) + ipv6Ranges.map(\.cidr) + prefixLists.map(\.id)
            + groups.map { $0.groupID ?? "?" }
        return peers.map { "\(direction) \(ports) \($0)" }
    }
}

extension EC2.SecurityGroupRule {
    /// The same text as `EC2.SecurityGroup.ruleTexts` gives the rule.
    fileprivate var text: String {
        let ports = ipProtocol == "-1" ? "all" : "\(ipProtocol) \(fromPort ?? -1)-\(toPort ?? -1)"
        let peer = cidrIPv4 ?? cidrIPv6 ?? prefixListID ?? referencedGroup?.groupID ?? "?"
        return "\(isEgress ? "egress" : "ingress") \(ports) \(peer)"
    }
}

extension Target {
    /// The parts of an id of the form `vpc-1/name`.
    fileprivate var vpcAndName: (vpc: String, name: String) {
        let parts = id.split(separator: "/", maxSplits: 1).map(String.init)
        return (parts.first ?? "", parts.count > 1 ? parts[1] : "")
    }
}
