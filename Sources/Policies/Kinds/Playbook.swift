package import Incidents

/// The steps to take for the findings that it matches: `kind: playbook`.
package struct Playbook: Hashable, Sendable {
    package var name: String
    package var match: Selector
    package var steps: [Step]
    package var place: SourcePlace

    /// One action, and what its failure means for the rest.
    package struct Step: Hashable, Sendable, Identifiable {
        /// Unique in the playbook.
        package var id: String
        package var action: StepAction
        package var onFailure: OnFailure
        package var place: SourcePlace

        package init(id: String, action: StepAction, onFailure: OnFailure, place: SourcePlace) {
            self.id = id
            self.action = action
            self.onFailure = onFailure
            self.place = place
        }
    }

    package init(name: String, match: Selector, steps: [Step], place: SourcePlace) {
        self.name = name
        self.match = match
        self.steps = steps
        self.place = place
    }
}
