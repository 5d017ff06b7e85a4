#if canImport(Glibc)
    private import Glibc
#elseif canImport(Darwin)
    private import Darwin
#endif

package func power(_ base: Double, _ exponent: Double) -> Double {
    pow(base, exponent)
}
