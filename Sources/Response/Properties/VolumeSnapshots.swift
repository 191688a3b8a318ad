package import AWS
package import Incidents

/// Which of an instance's volumes have a snapshot taken for the incident. Setting takes snapshots of all volumes at once.
package struct VolumeSnapshots: Property {
    package init() {}
    package let kind: ChangeKind = "ec2.volume-snapshots"
    package let operations: [any AWSOperation.Type] = [
        EC2.DescribeSnapshots.self, EC2.CreateSnapshots.self,
    ]

    package func read(_ change: Change, in session: ReadSession) async throws -> Reading {
        let incident = change.after["incident"] ?? .null
        let snapshots = try await Self.snapshots(of: incident.string ?? "", session.reader(change.target.region))
        let wanted = Set(change.after["volumes"]?.strings ?? [])
        let ours = snapshots.filter { wanted.contains($0.volumeID) }
        return Reading(
            ["incident": incident, "volumes": .strings(Set(ours.map(\.volumeID)).sorted())],
            outputs: ["snapshot_ids": ours.map(\.id).sorted().joined(separator: " ")]
        )
    }

    package func set(
        _ change: Change,
        to state: JSONValue,
        in session: WriteSession
    ) async throws -> [String: String] {
        let incident = state["incident"]?.string ?? ""
        let snapshots = try await session.writer(change.target.region).send(
            EC2.CreateSnapshots(
                instanceID: change.target.id,
                description: "Evidence of \(incident), taken by Cordon of \(change.target.id)",
                tags: .init([Marks.incident: incident])
            )
        ).snapshots
        return ["snapshot_ids": snapshots.map(\.id).sorted().joined(separator: " ")]
    }

    /// The snapshots taken for an incident that did not fail.
    static func snapshots(of incident: String, _ reader: AWSReader) async throws -> [EC2.Snapshot] {
        try await reader.all(
            EC2.DescribeSnapshots(filters: [EC2.Filter("tag:\(Marks.incident)", [incident])])
        ).filter { $0.state != "error" }
    }
}
