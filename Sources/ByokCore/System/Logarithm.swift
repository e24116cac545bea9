internal import Glibc

/// The natural logarithm of a positive number.
///
/// The C function is `log`.
package func logarithm(_ number: Double) -> Double { log(number) }
