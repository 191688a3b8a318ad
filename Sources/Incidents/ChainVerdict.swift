/// Whether an incident's events are all there and as they were written.
package enum ChainVerdict: Sendable, Hashable, CustomStringConvertible {
    /// Every event follows from the one before, and the last is the one that the store remembers as such.
    case intact(count: Int, head: String)
    /// The first event at which the chain does not hold, and why.
    case broken(sequence: Int, Fault)

    /// What is wrong with an event.
    package enum Fault: Sendable, Hashable, CustomStringConvertible {
        /// It is not there, though later ones are.
        case missing
        /// It names another predecessor than the event before it.
        case predecessor
        /// Its time, actor, type or body is not what its hash was made of.
        case contents
        /// It is not there, nor is any after it up to this sequence number, the last that was written.
        case cutOff(last: Int)
        /// It was added without the store's knowledge.
        case added
        /// It is the last, but not the one that was written last: the chain was made anew.
        case rewritten

        package var description: String {
            switch self {
            case .missing: "it is missing"
            case .predecessor: "it does not follow from the event before it"
            case .contents: "its contents do not match its hash"
            case .cutOff(let last): "it is missing, and everything after it up to event \(last)"
            case .added: "it was added without the store's knowledge"
            case .rewritten: "it is not the event that was written last"
            }
        }
    }

    /// What a store remembers of an incident beside its events: the last of them.
    package struct Head: Sendable, Hashable {
        package var sequence: Int
        package var hash: String
        package init(sequence: Int, hash: String) {
            self.sequence = sequence
            self.hash = hash
        }

        /// The head of an incident that has no event yet.
        package static let none = Head(sequence: 0, hash: "")
    }

    package var isIntact: Bool { if case .intact = self { true } else { false } }

    /// Checks one incident's events, given in the order of their sequence numbers.
    package init(checking events: some Sequence<StoredEvent>, head: Head) {
        var last = Head.none
        for event in events {
            let sequence = last.sequence + 1
            let fault: Fault? =
                if event.sequence != sequence {
                    .missing
                } else if event.previousHash != last.hash {
                    .predecessor
                } else if event.hash != event.computedHash {
                    .contents
                } else if sequence > head.sequence {
                    .added
                } else {
                    nil
                }
            if let fault {
                self = .broken(sequence: sequence, fault)
                return
            }
            last = Head(sequence: sequence, hash: event.hash)
        }
        self =
            if last.sequence < head.sequence {
                .broken(sequence: last.sequence + 1, .cutOff(last: head.sequence))
            } else if last.hash != head.hash {
                .broken(sequence: last.sequence, .rewritten)
            } else {
                .intact(count: last.sequence, head: last.hash)
            }
    }

    package var description: String {
        switch self {
        case .intact(let count, let head): "intact: \(count) events, the last one's hash is \(head)"
        case .broken(let sequence, let fault): "broken at event \(sequence): \(fault)"
        }
    }
}
