package import Incidents

/// From which severity on Cordon responds at which level: `kind: response-matrix`.
package struct ResponseMatrix: Hashable, Sendable {
    /// The least severity of each level but LOW, which begins at 0.
    package var critical: Double
    package var high: Double
    package var medium: Double
    /// Nil for the one that holds when no document says otherwise.
    package var place: SourcePlace?

    /// CRITICAL from 7, HIGH from 4, MEDIUM from 1, LOW below.
    package static let standard = ResponseMatrix(critical: 7, high: 4, medium: 1)

    package init(critical: Double, high: Double, medium: Double, place: SourcePlace? = nil) {
        self.critical = critical
        self.high = high
        self.medium = medium
        self.place = place
    }

    package func level(of severity: Double) -> ResponseLevel {
        severity >= critical ? .critical : severity >= high ? .high : severity >= medium ? .medium : .low
    }

    /// The least severity of a level.
    func threshold(of level: ResponseLevel) -> Double {
        switch level {
        case .critical: critical
        case .high: high
        case .medium: medium
        case .low: 0
        }
    }

    static let kind = "response-matrix"

    static let reader = Reader<ResponseMatrix>.object(
        .tag("kind", kind, "the kind of this document"),
        .required("levels", levels, "the least severity of each level")
    ) { place, _, levels in
        ResponseMatrix(critical: levels.critical, high: levels.high, medium: levels.medium, place: place)
    }

    private static let levels = Reader<ResponseMatrix>.object(
        .required("CRITICAL", .number, "the least severity of a critical finding, such as 7"),
        .required("HIGH", .number, "the least severity of a high finding, such as 4"),
        .required("MEDIUM", .number, "the least severity of a medium finding, such as 1"),
        .required("LOW", .number, "0: all findings below MEDIUM")
    ) { _, critical, high, medium, low throws(Problem) in
        guard low == 0 else { throw Problem("LOW must be 0, so that every severity has a level") }
        guard critical > high, high > medium, medium > low else {
            throw Problem("the levels must descend: CRITICAL above HIGH above MEDIUM above LOW")
        }
        return ResponseMatrix(critical: critical, high: high, medium: medium)
    }
}
