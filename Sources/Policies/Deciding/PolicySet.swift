package import Incidents

/// Everything that `policies/` and `accounts/` say, checked as a whole.
package struct PolicySet: Sendable {
    package var accounts: AccountRegistry
    package var matrix: ResponseMatrix
    package var accountPolicies: [AccountPolicy]
    /// In the order in which they are tried: files by path, documents as they stand in the file.
    package var playbooks: [Playbook]
    package var notifications: Notifications

    /// Reads documents, sources in the order given.
    ///
    /// Throws `PolicyErrors` with every problem of every document.
    package static func parse(
        policies: [SourceText] = [],
        accounts: [SourceText] = [],
        references: References
    ) throws(PolicyErrors) -> PolicySet {
        var reading = Reading(references: references)
        let accountNodes = nodes(of: accounts, &reading)
        let policyNodes = nodes(of: policies, &reading)
        let accountDocuments = accountNodes.compactMap { AccountsDocument.reader.read($0, &reading) }
        let policyDocuments = policyNodes.compactMap { PolicyDocument.read($0, &reading) }
        // Documents are checked against one another only when all could be read: a receiver in a file with a slip of
        // the pen is not an unknown receiver.
        let complete = reading.diagnostics.isEmpty
        let registry = AccountRegistry(accountDocuments, &reading)
        let set = PolicySet(registry, policyDocuments, complete: complete, &reading)
        guard reading.diagnostics.isEmpty else { throw PolicyErrors(reading.diagnostics.inOrder) }
        return set
    }

    /// How hard to respond to a severity.
    package func level(of severity: Double) -> ResponseLevel { matrix.level(of: severity) }

    private static func nodes(of sources: [SourceText], _ reading: inout Reading) -> [Node] {
        sources.flatMap { source in
            let (documents, diagnostics) = NodeParser.parse(source)
            reading.add(diagnostics)
            return documents
        }
    }

    // MARK: - Documents beside one another

    private init(
        _ accounts: AccountRegistry,
        _ documents: [PolicyDocument],
        complete: Bool,
        _ reading: inout Reading
    ) {
        self.accounts = accounts
        var matrices: [ResponseMatrix] = []
        var notifications: [NotificationsDocument] = []
        var playbooks: [PlaybookDocument] = []
        accountPolicies = []
        for document in documents {
            switch document {
            case .responseMatrix(let document): matrices.append(document)
            case .accountPolicy(let document): accountPolicies.append(document)
            case .playbook(let document): playbooks.append(document)
            case .notifications(let document): notifications.append(document)
            }
        }
        Self.checkUnique("account policy", accountPolicies.map { ($0.name, $0.place) }, &reading)
        Self.checkUnique("playbook", playbooks.map { ($0.name, $0.place) }, &reading)
        for extra in matrices.dropFirst() {
            reading.report("a second response-matrix: the first is at \(matrices[0].place!)", at: extra.place!)
        }
        for extra in notifications.dropFirst() {
            reading.report(
                "a second notifications document: the first is at \(notifications[0].place)",
                at: extra.place
            )
        }
        matrix = matrices.first ?? .standard
        let receivers = notifications.first?.resolve(&reading) ?? Notifications()
        self.notifications = receivers
        self.playbooks = complete ? playbooks.map { $0.resolve(receivers, &reading) } : []
    }

    private static func checkUnique(
        _ what: String,
        _ names: [(name: String, place: SourcePlace)],
        _ reading: inout Reading
    ) {
        var first: [String: SourcePlace] = [:]
        for (name, place) in names {
            if let earlier = first[name] {
                reading.report("a second \(what) named \(Spelling.quoted(name)): the first is at \(earlier)", at: place)
            } else {
                first[name] = place
            }
        }
    }
}

extension PlaybookDocument {
    /// The playbook with its receivers looked up; those that do not exist are reported.
    fileprivate func resolve(_ notifications: Notifications, _ reading: inout Reading) -> Playbook {
        var resolved: [Playbook.Step] = []
        for step in steps {
            let action: StepAction
            switch step.action {
            case .ready(let ready): action = ready
            case .notify(let receiver, let urgency):
                let known = notifications.receivers.map(\.name)
                if let receiver, !known.contains(receiver.value) {
                    reading.reportUnknown("receiver", receiver.value, known: known, at: receiver.place)
                }
                guard let name = receiver?.value ?? notifications.defaultReceiver else {
                    reading.report(
                        "no receiver: name one in with, or write route: {receiver: NAME} in notifications.yaml",
                        at: step.place
                    )
                    continue
                }
                action = .notify(Alert(urgency: urgency, receiver: name))
            }
            resolved.append(Playbook.Step(id: step.id, action: action, onFailure: step.onFailure, place: step.place))
        }
        return Playbook(name: name, match: match, steps: resolved, place: place)
    }
}

extension [Diagnostic] {
    /// By file and place, what concerns a whole file first.
    fileprivate var inOrder: [Diagnostic] {
        sorted {
            ($0.file, $0.place?.line ?? 0, $0.place?.column ?? 0) < (
                $1.file, $1.place?.line ?? 0, $1.place?.column ?? 0
            )
        }
    }
}
