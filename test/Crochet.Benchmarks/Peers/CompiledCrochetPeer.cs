namespace Crochet.Benchmarks.Peers;

/// <summary>Crochet through a proxy that the compiler has made.</summary>
internal class CompiledCrochetPeer(Adder adder) : CrochetPeer(PeerNames.Compiled, new CompiledAdder(adder.Work));
