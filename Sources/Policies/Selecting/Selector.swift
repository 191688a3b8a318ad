/// Chooses findings in accounts: every condition must hold; without conditions, everything is chosen.
package struct Selector: Hashable, Sendable {
    /// One field and the values it may have, one of which must fit.
    struct Condition: Hashable, Sendable {
        var field: SelectorField
        var anyOf: [Pattern]
    }

    /// One value as written.
    enum Pattern: Hashable, Sendable, CustomStringConvertible {
        case text(Wildcard)
        case number(Comparison, Double)
        case flag(Bool)

        func matches(_ value: SelectorSubject.Value) -> Bool {
            switch (self, value) {
            case (.text(let wildcard), .text(let text)): wildcard.matches(text)
            case (.number(let comparison, let bound), .number(let number)): comparison.holds(number, bound)
            case (.flag(let wanted), .flag(let flag)): wanted == flag
            default: false
            }
        }

        var description: String {
            switch self {
            case .text(let wildcard): wildcard.pattern
            case .number(.equal, let bound): "\(bound)"
            case .number(let comparison, let bound): "\(comparison.rawValue)\(bound)"
            case .flag(let flag): "\(flag)"
            }
        }
    }

    /// Longer signs first, as a parser tries them.
    enum Comparison: String, CaseIterable, Sendable {
        case atLeast = ">="
        case atMost = "<="
        case above = ">"
        case below = "<"
        case equal = "="

        func holds(_ number: Double, _ bound: Double) -> Bool {
            switch self {
            case .atLeast: number >= bound
            case .atMost: number <= bound
            case .above: number > bound
            case .below: number < bound
            case .equal: number == bound
            }
        }
    }

    var conditions: [Condition]

    package func matches(_ subject: SelectorSubject) -> Bool { mismatch(subject) == nil }

    /// Why `subject` is not chosen, by the first condition that does not hold: `environment is dev, not prod`.
    package func mismatch(_ subject: SelectorSubject) -> String? {
        for condition in conditions {
            let value = subject[condition.field]
            if condition.anyOf.contains(where: { $0.matches(value) }) { continue }
            let wanted = condition.anyOf.map(\.description).joined(separator: " or ")
            return switch value {
            case .text(let text): "\(condition.field) is \(text), not \(wanted)"
            case .number(let number): "\(condition.field) is \(number), not \(wanted)"
            case .flag(let flag): "\(condition.field) is \(flag), not \(wanted)"
            case .nothing: "the account has no \(condition.field), and \(wanted) is wanted"
            }
        }
        return nil
    }
}
