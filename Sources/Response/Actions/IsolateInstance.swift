internal import AWS
package import Incidents

/// `isolate_ec2`: every network interface of the instance into its VPC's isolation group, which has no rule at all.
///
/// A change of groups alone leaves tracked connections alive, some for days. So each interface first passes through a
/// group that allows everything both ways, which makes its connections untracked, and untracked ones end when the
/// rules go (EC2 user guide, `security-group-connection-tracking`).
///
/// ```yaml
/// - {id: isolate, action: isolate_ec2, with: {cut_connections: true}, on_failure: continue}
/// ```
package struct IsolateInstance: Action {
    package var cutConnections: Bool

    package init(cutConnections: Bool) { self.cutConnections = cutConnections }

    package func needs(of finding: Finding) -> Set<Facts.Need> { [.instance] }
    package func kinds(for finding: Finding) -> [ChangeKind] {
        [RuleSet().kind, ResourceTags().kind, InterfaceGroups().kind]
    }

    package func plan(_ facts: Facts, _ context: PlanContext) -> StepPlan {
        let instance: InstanceFacts
        switch facts.instance {
        case .success(let facts): instance = facts
        case .failure(let error): return StepPlan(failure: error.description)
        }
        if instance.state == "terminated" || instance.state == "shutting-down" {
            return StepPlan(failure: "\(instance.id) is \(instance.state ?? ""): there is nothing left to isolate")
        }
        var plan = StepPlan()
        var out: [String] = []
        let (foreign, own) = instance.interfaces.partitioned { $0.managedBy != nil }
        out += foreign.map { "\($0.id) is managed by \($0.managedBy ?? "another"), the account may not modify it" }
        let (bare, modifiable) = own.partitioned(by: \.groups.isEmpty)
        out += facts.verified ? bare.map { "\($0.id) takes no security groups" } : []
        let interfaces = facts.verified ? modifiable : own
        if interfaces.isEmpty && out.isEmpty { out = ["\(instance.id) has no network interface"] }

        func existing(_ name: String, _ vpc: String) -> String? { instance.groups[.init(vpcID: vpc, name: name)]?.id }
        let pending = interfaces.filter { interface in
            existing(Marks.isolationGroup, interface.vpcID).map { interface.groups != [$0] } ?? true
        }
        // What each goes back to. One caught in the middle of a swap has it in its tags only.
        var originals: [String: [String]] = [:]
        for interface in pending {
            let open = existing(Marks.untrackGroup, interface.vpcID).map { interface.groups == [$0] } ?? false
            originals[interface.id] = open ? OriginalGroups.groups(interface.tags) : interface.groups
        }
        let stranded = pending.filter { originals[$0.id] == nil }
        let movable = pending.filter { originals[$0.id] != nil }
        let isolation = Dictionary(
            uniqueKeysWithValues: interfaces.map(\.vpcID).uniqued.map {
                ($0, group(.isolation, in: $0, instance, context, &plan))
            }
        )
        let untrack = Dictionary(
            uniqueKeysWithValues: (cutConnections ? movable.map(\.vpcID).uniqued : []).map {
                ($0, group(.untrack, in: $0, instance, context, &plan))
            }
        )

        plan.addTags(
            [Marks.isolated: "true"],
            over: instance.tags,
            ResourceTags().kind,
            context.target("AWS::EC2::Instance", instance.id),
            wave: 1
        )
        for interface in interfaces where !pending.contains(interface) {
            plan.notices.append("already so: \(interface.id) is in \(Marks.isolationGroup)")
        }
        for interface in movable {
            let original = originals[interface.id] ?? []
            plan.addTags(
                OriginalGroups.tags(original),
                over: interface.tags,
                ResourceTags().kind,
                context.target("AWS::EC2::NetworkInterface", interface.id),
                wave: 1
            )
        }
        func swap(_ interface: InstanceFacts.Interface, from: [String], via: String?, _ summary: String, kept: String?)
        {
            plan.add(
                Change(
                    kind: InterfaceGroups().kind,
                    target: context.target("AWS::EC2::NetworkInterface", interface.id),
                    before: .strings(from),
                    via: via.map { [.string($0)] },
                    after: .strings([isolation[interface.vpcID] ?? ""]),
                    wave: 1,
                    summary: "\(interface.id): \(summary) -> \(Marks.isolationGroup)",
                    kept: kept
                )
            )
        }
        for interface in movable {
            let original = originals[interface.id] ?? []
            let summary = "security groups \(original.joined(separator: " "))"
            swap(interface, from: original, via: untrack[interface.vpcID], summary, kept: nil)
        }
        for interface in stranded {
            // Closed first. What it goes back to only the response knows that opened it, so only that one is undone.
            let kept = "its own groups are in the log of the response that was isolating it: roll that one back"
            let summary = "\(Marks.untrackGroup), where another response left it,"
            swap(interface, from: interface.groups, via: nil, summary, kept: kept)
        }
        plan.notices += limits(instance, movable) + instance.gaps
        if !out.isEmpty {
            plan.failures.append("\(instance.id) cannot be isolated whole: " + out.joined(separator: "; "))
        }
        return plan
    }

    /// What isolation by security groups does not stop, said plainly.
    private func limits(_ instance: InstanceFacts, _ pending: [InstanceFacts.Interface]) -> [String] {
        guard !pending.isEmpty else { return [] }
        var notices: [String] = []
        if !cutConnections {
            notices.append("connections that are open now stay open until they idle out (cut_connections is off)")
        }
        if !instance.trackedPaths.isEmpty {
            notices.append(
                "open connections through \(instance.trackedPaths.joined(separator: ", ")) are tracked by AWS whatever "
                    + "the rules and outlive the isolation until they idle out; to cut them stop the instance, or deny "
                    + "both ways in the subnet's network ACL"
            )
        }
        notices.append(
            "open connections through load balancers are tracked too (deregister the instance from them), and security "
                + "groups never filter DNS to the VPC resolver (block it with Resolver DNS Firewall)"
        )
        if instance.spot {
            notices.append(
                "\(instance.id) is a Spot instance: AWS may reclaim it at any time, so collect evidence first"
            )
        }
        return notices
    }

    private enum Purpose { case isolation, untrack }

    /// The id of a group of Cordon's in a VPC, or a reference to the change that makes it; plans that change if needed.
    private func group(
        _ purpose: Purpose,
        in vpc: String,
        _ instance: InstanceFacts,
        _ context: PlanContext,
        _ plan: inout StepPlan
    ) -> String {
        let name = purpose == .isolation ? Marks.isolationGroup : Marks.untrackGroup
        let wanted = purpose == .isolation ? [] : RuleSet.everything
        let existing = instance.groups[.init(vpcID: vpc, name: name)]
        if let existing, existing.rules == wanted { return existing.id }
        let summary =
            switch (purpose, existing) {
            case (.isolation, nil): "\(vpc): security group \(name), without any rule, is created"
            case (.untrack, nil):
                "\(vpc): security group \(name), open both ways, is created: interfaces pass through it"
            case (.isolation, .some(let group)): "\(group.id) (\(name)): its \(group.rules.count) rules are taken away"
            case (.untrack, .some(let group)): "\(group.id) (\(name)): its rules are set to allow everything both ways"
            }
        let id = "\(context.prefix)/\(purpose)-group-\(vpc)"
        plan.changes.append(
            Change(
                id: id,
                kind: RuleSet().kind,
                target: context.target("AWS::EC2::SecurityGroup", "\(vpc)/\(name)"),
                before: existing.map { ["rules": .strings($0.rules)] } ?? .null,
                after: ["rules": .strings(wanted)],
                summary: summary,
                kept: existing == nil ? nil : "\(name) is shared by every isolated instance of \(vpc)"
            )
        )
        return "${\(id).\(RuleSet.groupID)}"
    }
}

/// An interface's groups from before its isolation, kept in its own tags so that undo survives the loss of the store.
package enum OriginalGroups {
    private static let perTag = 12  // 12 ids of 20 characters and their blanks fit a value's 256

    /// The tags that hold `groups`.
    package static func tags(_ groups: [String]) -> [String: String] {
        stride(from: 0, to: groups.count, by: perTag).reduce(into: [:]) { tags, start in
            tags[key(start / perTag)] = groups[start..<min(start + perTag, groups.count)].joined(separator: " ")
        }
    }

    /// The groups that `tags` hold; nil when they hold none.
    package static func groups(_ tags: [String: String]) -> [String]? {
        let groups = (0..<4).compactMap { tags[key($0)] }.flatMap { $0.split(separator: " ").map(String.init) }
        return groups.isEmpty ? nil : groups
    }

    private static func key(_ index: Int) -> String {
        index == 0 ? Marks.originalGroups : "\(Marks.originalGroups)\(index + 1)"
    }
}
