package import Incidents

/// How far Cordon may go where it matches: `kind: account-policy`.
package struct AccountPolicy: Hashable, Sendable {
    package var name: String
    package var match: Selector
    package var mode: Mode
    /// ARNs of principals that no quarantine shuts out and no action locks.
    package var breakGlass: [Wildcard]
    package var deniedActions: Set<ActionName>
    package var place: SourcePlace

    static let kind = "account-policy"

    static let reader = Reader<AccountPolicy>.object(
        .tag("kind", kind, "the kind of this document"),
        .required("name", Reader<String>.text, "what reasons call this policy"),
        .required("match", .selector, "where it holds; {} for everywhere"),
        .required(
            "mode",
            Reader<Mode>.choice,
            "how far Cordon may go; of all policies that match, the first of this list wins"
        ),
        .optional(
            "break_glass",
            .list(principal),
            else: [],
            "ARNs (with * and ?) of principals that no quarantine shuts out and no action locks"
        ),
        .optional("deny_actions", .list(.action), else: [], "actions that are never taken where this policy matches")
    ) { place, _, name, match, mode, breakGlass, denied in
        AccountPolicy(
            name: name,
            match: match,
            mode: mode,
            breakGlass: breakGlass,
            deniedActions: Set(denied),
            place: place
        )
    }

    private static let principal = Reader<String>.parsed(
        "the ARN of a principal, such as arn:aws:iam::*:role/BreakGlass"
    ) {
        text -> Wildcard? in
        let fields = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        // A bare `*` would spare everybody.
        return fields.count == 6 && fields[0] == "arn" && !fields[5].allSatisfy { $0 == "*" } ? Wildcard(text) : nil
    }
}

extension Reader<ActionName> {
    /// One of the actions that playbooks can name.
    static let action = Reader(schema: ["enum": .strings(StepAction.names)]) { node, reading in
        guard let name = Reader<String>.text.read(node, &reading) else { return nil }
        if StepAction.names.contains(name) { return ActionName(rawValue: name) }
        reading.reportUnknown("action", name, known: StepAction.names, at: node.place)
        return nil
    }
}
