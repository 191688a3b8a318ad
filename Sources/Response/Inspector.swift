internal import AWS
internal import Incidents

/// Reads changes: fills their references in, and tells which of their states AWS holds.
struct Inspector: Sendable {
    private let properties: PropertyCatalogue
    private let session: ReadSession

    init(properties: PropertyCatalogue, session: ReadSession) {
        self.properties = properties
        self.session = session
    }

    /// Puts the ids that earlier changes made in place of `${CHANGE.NAME}`. What neither `known` nor the log has (the
    /// change was made just before a crash) is read from AWS; what no longer exists stays a reference, which no state
    /// read from AWS equals.
    ///
    /// - Parameter known: outputs of changes made a moment ago, by change.
    func resolve(
        _ change: Change,
        _ incident: Incident,
        known: [String: [String: String]] = [:]
    ) async throws -> Change {
        var outputs: [String: String] = [:]
        for reference in change.references {
            guard let record = incident.record(of: reference.change) else {
                throw ResponseError("change \(change.id) refers to \(reference.change), which the plan does not hold")
            }
            if let value = known[reference.change]?[reference.name] ?? record.applied?.outputs[reference.name] {
                outputs[reference.text] = value
            } else {
                let property = try properties[record.change.kind]
                outputs[reference.text] = try await property.read(record.change, in: session).outputs[reference.name]
            }
        }
        return change.replacing(outputs)
    }

    /// What undo finds when it looks at a change.
    enum Finding: Sendable {
        /// Which state holds, and what it is.
        case holds(Holding, JSONValue)
        /// There is nothing left to put back.
        case gone(String)
        case unreadable(String)
    }

    /// Looks at a change; its references come back filled in.
    func look(at change: Change, _ incident: Incident) async -> (change: Change, finding: Finding) {
        var change = change
        do {
            change = try await resolve(change, incident)
            let property = try properties[change.kind]
            let state = try await property.read(change, in: session).state
            return (change, .holds(property.holding(change, state), state))
        } catch let gone as Gone {
            return (change, .gone("\(gone): there is nothing to put back"))
        } catch let error as AWSError where error.isNotFound {
            return (change, .gone("\(change.target) no longer exists: there is nothing to put back"))
        } catch {
            return (change, .unreadable(String(describing: error)))
        }
    }
}
