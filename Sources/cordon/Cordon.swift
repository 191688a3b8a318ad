import ArgumentParser
import Foundation

/// The command line's root. `Main` runs it.
struct Cordon: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cordon",
        abstract: "Contains AWS threats across an organization, shows every change, and undoes it.",
        discussion: """
            EXAMPLES
              cordon respond --finding-file finding.json --dry-run
              cordon respond --finding-file - < finding.json
              cordon rollback i-0123456789abcdef0
              cordon incidents list

            Exit codes: 0 done, 1 failed, 2 bad usage, input or configuration, 3 waiting for approval, 4 refused by policy.
            Completions: cordon --generate-completion-script bash (or zsh, fish).
            """,
        version: "cordon 0.1.0",
        subcommands: [Respond.self, Rollback.self, IncidentsCommand.self]
    )
}

/// The process: parses, runs, and turns what went wrong into a message on stderr and an exit code.
@main
enum Main {
    static func main() async {
        // A reader that goes away (`cordon … | head`) must not kill a run between two changes.
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try Cordon.parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let error as Failure {
            if let message = error.message { Console.error(message) }
            exit(error.code.rawValue)
        } catch {
            let usage = Cordon.exitCode(for: error)
            let message = Cordon.fullMessage(for: error)
            if usage == .success {
                print(message)
                exit(0)
            }
            Console.error(usage == .validationFailure ? message : "error: \(error)")
            exit((usage == .validationFailure ? ExitStatus.badUsage : .failed).rawValue)
        }
    }
}

/// How the process ends.
enum ExitStatus: Int32, Comparable {
    case done = 0
    case failed = 1
    case badUsage = 2
    case waiting = 3
    case refused = 4

    /// Of several results, the one that matters most: a failure, then a wait, then a refusal.
    static func < (a: ExitStatus, b: ExitStatus) -> Bool { a.weight < b.weight }
    private var weight: Int {
        switch self {
        case .done: 0
        case .refused: 1
        case .waiting: 2
        case .badUsage: 3
        case .failed: 4
        }
    }
}

/// The end of a command that did not go well; the message has no `error:` in front when it is none.
struct Failure: Error {
    var code: ExitStatus
    var message: String?

    init(_ code: ExitStatus, _ message: String? = nil) {
        self.code = code
        self.message = message.map { "error: \($0)" }
    }

    /// A message that already says what it is, such as diagnostics with their places.
    static func diagnostics(_ text: String) -> Failure {
        var failure = Failure(.badUsage)
        failure.message = text
        return failure
    }
}
