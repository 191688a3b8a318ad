package import AWS
package import Incidents

/// The security groups of a network interface: their ids, in the order AWS gives them.
package struct InterfaceGroups: Property {
    package init() {}
    package let kind: ChangeKind = "ec2.interface-groups"
    package let operations: [any AWSOperation.Type] = [
        EC2.DescribeNetworkInterfaces.self, EC2.ModifyNetworkInterfaceAttribute.self,
    ]

    package func read(_ change: Change, in session: ReadSession) async throws -> Reading {
        let interfaces = try await session.reader(change.target.region).all(
            EC2.DescribeNetworkInterfaces(interfaceIDs: [change.target.id])
        )
        guard let interface = interfaces.first else {
            throw Gone(change.target)
        }
        return Reading(.strings(interface.groups.map(\.id)))
    }

    package func set(
        _ change: Change,
        to state: JSONValue,
        in session: WriteSession
    ) async throws -> [String: String] {
        guard let groups = state.strings, !groups.isEmpty else {
            throw ResponseError("\(change.target) cannot be without security groups")
        }
        _ = try await session.writer(change.target.region).send(
            EC2.ModifyNetworkInterfaceAttribute(interfaceID: change.target.id, groupIDs: groups)
        )
        return [:]
    }

    /// An interface's groups are a set; their order means nothing.
    package func same(_ a: JSONValue, _ b: JSONValue) -> Bool {
        guard let a = a.strings, let b = b.strings else { return a == b }
        return Set(a) == Set(b)
    }
}
