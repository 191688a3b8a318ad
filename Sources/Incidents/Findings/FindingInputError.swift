/// Input that holds no finding, or one finding of it that cannot be used, and where.
package struct FindingInputError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A file's name or `standard input`.
    package var source: String
    /// Where in it: `line 3`, `Findings[2]`, `Records[0].body`; empty when the source holds this one thing.
    package var location: String
    /// Everything wrong with it, in words.
    package var problems: [String]

    package init(source: String, location: String = "", problems: [String]) {
        self.source = source
        self.location = location
        self.problems = problems
    }

    package var description: String {
        let place = location.isEmpty ? source : "\(source): \(location)"
        return "\(place): \(problems.joined(separator: "; "))"
    }
}
