using Crochet;
using Crochet.Benchmarks.Peers;

[assembly: GenerateProxy(typeof(IAdder), typeof(CompiledAdder))]

namespace Crochet.Benchmarks.Peers;

/// <summary>An <see cref="Adder"/> for which <see cref="IAdder"/> has a compiled proxy.</summary>
public sealed class CompiledAdder(TimeSpan work = default) : Adder(work);
