package import Incidents

/// `trigger_forensics`: snapshots of all the instance's volumes, taken together, so that they agree with one another.
///
/// ```yaml
/// - {id: disks, action: trigger_forensics, on_failure: continue}
/// ```
package struct SnapshotVolumes: Action {
    package init() {}

    package func needs(of finding: Finding) -> Set<Facts.Need> { [.instance] }
    package func kinds(for finding: Finding) -> [ChangeKind] { [VolumeSnapshots().kind] }

    package func plan(_ facts: Facts, _ context: PlanContext) -> StepPlan {
        let instance: InstanceFacts
        switch facts.instance {
        case .success(let facts): instance = facts
        case .failure(let error): return StepPlan(failure: error.description)
        }
        var plan = StepPlan()
        guard !instance.volumeIDs.isEmpty || !facts.verified else {
            plan.failures.append(
                "\(instance.id) has no EBS volume: an instance store cannot be snapshotted and is lost on stop"
            )
            return plan
        }
        let volumes = facts.verified ? instance.volumeIDs.sorted().joined(separator: " ") : "all volumes"
        plan.add(
            Change(
                kind: VolumeSnapshots().kind,
                target: context.target("AWS::EC2::Instance", instance.id),
                before: state(instance.snapshotted, context),
                after: state(instance.volumeIDs, context),
                summary: "\(instance.id): snapshots of \(volumes), taken together",
                kept: "snapshots are evidence; delete them by hand when the case is closed"
            )
        )
        return plan
    }

    private func state(_ volumes: [String], _ context: PlanContext) -> JSONValue {
        ["incident": .string(context.incident.rawValue), "volumes": .strings(volumes.sorted())]
    }
}
