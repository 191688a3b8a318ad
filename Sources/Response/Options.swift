package import Foundation
package import Incidents

/// How a finding is responded to.
package struct RespondOptions: Sendable {
    /// Plan and show; nothing is written, to AWS or to the log.
    package var dryRun: Bool
    /// Plan from the finding alone. Only together with `dryRun`.
    package var offline: Bool
    package var includeSamples: Bool
    package var includeArchived: Bool
    /// Respond once more to a finding that was responded to, a rolled back one included.
    package var again: Bool

    package init(
        dryRun: Bool = false,
        offline: Bool = false,
        includeSamples: Bool = false,
        includeArchived: Bool = false,
        again: Bool = false
    ) {
        self.dryRun = dryRun
        self.offline = offline
        self.includeSamples = includeSamples
        self.includeArchived = includeArchived
        self.again = again
    }
}

/// Who acts, what time it is, and who looks on.
package struct Surroundings: Sendable {
    /// Written into every event: `cli:ana`.
    package var actor: String
    package var now: @Sendable () -> Date
    /// Told of every event once it is durable.
    package var observer: @Sendable (Event) -> Void

    package init(
        actor: String,
        now: @escaping @Sendable () -> Date,
        observer: @escaping @Sendable (Event) -> Void = { _ in }
    ) {
        self.actor = actor
        self.now = now
        self.observer = observer
    }
}
