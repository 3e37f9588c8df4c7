using Crochet;
using Crochet.Benchmarks.Peers;

[assembly: GenerateProxy(typeof(ICompiledKeyedAdder), typeof(KeyedAdder))]

namespace Crochet.Benchmarks.Peers;

/// <summary>An <see cref="IKeyedAdder"/> whose proxies the compiler has made.</summary>
public interface ICompiledKeyedAdder : IKeyedAdder;
