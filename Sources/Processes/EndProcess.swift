import Foundation

/// Ends this process after buffered output is written, without the exit handlers of libraries.
///
/// The handlers free data that other threads may still use, for instance OpenSSL's while a thread
/// establishes a TLS connection, so that a process that has done its work could crash at its end.
/// - Parameter status: the exit status.
package func endProcess(_ status: Int32) -> Never {
    fflush(nil)
    _exit(status)
}
