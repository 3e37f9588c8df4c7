namespace Crochet.Benchmarks.Reporting;

internal enum Bound
{
    AtMost,
    AtLeast,
}
