internal import Foundation

/// One call to AWS while it is under way: what it is, and how far it has come.
struct Call {
    let service: String
    let operation: String
    let account: String
    let region: String
    /// The same for all attempts, so that AWS can tell that they are one.
    let id: String
    private let effect: Effect
    private let idempotent: Bool

    /// The region whose endpoint is asked; another than `region` once a bucket turned out to be elsewhere.
    var target: String
    var moved = false
    /// How often it was sent.
    var attempts = 0
    /// How often it was sent again after a failure; a move to another region does not count.
    var retries = 0
    /// What the last repetition took from the host's budget.
    var lastCost: Int?
    private var mayHaveTakenEffect = false

    init<O: AWSOperation>(_ operation: O.Type, account: String, region: String, id: String) {
        service = O.service.name
        self.operation = O.name
        effect = O.effect
        idempotent = O.idempotent
        self.account = account
        self.region = region
        self.id = id
        target = region
    }

    /// Once an attempt may have been carried out, that stays true whatever comes of the later ones.
    mutating func record(_ failure: Failure) {
        if effect == .write, failure.mayHaveBeenExecuted { mayHaveTakenEffect = true }
    }

    /// A write that may have been carried out is sent again only if doing it twice is the same as once.
    func mayRepeat(_ failure: Failure) -> Bool {
        effect == .read || idempotent || !failure.mayHaveBeenExecuted
    }

    /// The error as callers get it. One from another call (the one that gets the credentials) keeps that call's name.
    func error(_ error: AWSError, hiding secrets: Credentials? = nil) -> AWSError {
        var error = error
        error.mayHaveTakenEffect = mayHaveTakenEffect
        guard error.operation.isEmpty else { return error }
        error.service = service
        error.operation = operation
        error.account = account
        error.region = region
        error.attempts = attempts
        error.message = error.message.oneLine(without: secrets)
        return error
    }
}

extension String {
    /// An error message fit to be shown and logged: one line, cut before it quotes the signed request (whose headers hold
    /// the session token), credentials blanked, and of bearable length.
    func oneLine(without secrets: Credentials?) -> String {
        var text = self
        if let quote = text.range(of: "The Canonical String") { text = String(text[..<quote.lowerBound]) }
        for secret in [secrets?.secretAccessKey, secrets?.sessionToken].compactMap(\.self) where !secret.isEmpty {
            text = text.replacing(secret, with: "[secret]")
        }
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return line.count > 2_000 ? line.prefix(2_000) + "…" : line
    }
}
