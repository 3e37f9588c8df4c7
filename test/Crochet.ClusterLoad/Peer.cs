using System.Diagnostics;

namespace Crochet.ClusterLoad;

/// <summary>One of those that are compared: how it makes the call, and the process that runs it.</summary>
internal sealed record Peer(string Name, Process Process, Func<int, int> Block, Func<int, Task<int>> CallAsync);
