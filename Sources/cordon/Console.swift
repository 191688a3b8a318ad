import Foundation

/// What goes to stderr and how things look on a terminal.
enum Console {
    static let stderrIsTerminal = isatty(STDERR_FILENO) == 1
    static let stdoutIsTerminal = isatty(STDOUT_FILENO) == 1
    private static let coloured = ProcessInfo.processInfo.environment["NO_COLOR"] == nil

    /// A result on stdout. Throws `Failure` when it cannot be written: a report that nobody got was not given.
    static func output(_ text: String) throws {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
        } catch {
            throw Failure(.failed, "the result cannot be written to standard output; see: cordon incidents list")
        }
    }

    /// A line on stderr.
    static func error(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }

    /// A line of progress: only where somebody watches.
    static func progress(_ line: String) {
        if stderrIsTerminal { error(paint(line, .dim, on: true)) }
    }

    enum Style: String {
        case bold = "1"
        case dim = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
    }

    /// The text in a style when the output is a terminal that takes colours, and bare otherwise.
    static func paint(_ text: String, _ style: Style, on terminal: Bool = stdoutIsTerminal) -> String {
        terminal && coloured ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }
}
