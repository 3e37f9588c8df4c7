using System.Globalization;
using System.Text;
using Crochet.Waiting;

namespace Crochet.Diagnostics;

/// <summary>
/// Draws snapshots as a graph: loops as boxes, blocked threads as ellipses, an arrow from who waits to what it waits for.
/// </summary>
internal static class SnapshotDot
{
    public static string Write(IReadOnlyList<LoopSnapshot> loops)
    {
        var text = new StringBuilder("digraph crochet {\n  node [shape=box];\n");
        var drawn = new HashSet<string>();
        foreach (var loop in loops)
            WriteLoop(text, loop, drawn);
        // Each snapshot knows the waits of the whole process at its own moment; the last one is the newest.
        foreach (var wait in loops.Count == 0 ? [] : loops[^1].Waits)
        {
            WriteOther(text, wait.FromId, wait.From, drawn);
            WriteOther(text, wait.ToId, wait.To, drawn);
            WriteEdge(text, Node(wait.FromId, wait.From), Node(wait.ToId, wait.To), wait.Call);
        }

        foreach (var loop in loops)
            WriteCallers(text, loop, drawn);
        return text.Append("}\n").ToString();
    }

    private static void WriteLoop(StringBuilder text, LoopSnapshot loop, HashSet<string> drawn)
    {
        var node = Node(loop.Id, loop.Name);
        if (!drawn.Add(node))
            return;
        var running = loop.Running is { } call ? $"{call.Text} for {Duration.Text(call.Running)}" : loop.State.ToString();
        var counts = string.Create(CultureInfo.InvariantCulture, $"{loop.QueuedCount} queued, {loop.PendingCount} pending");
        text.Append(CultureInfo.InvariantCulture, $"  {Quoted(node)} [label={Quoted(loop.Name, running, counts)}];\n");
    }

    private static void WriteOther(StringBuilder text, int id, string name, HashSet<string> drawn)
    {
        var node = Node(id, name);
        if (drawn.Add(node))
            text.Append(CultureInfo.InvariantCulture, $"  {Quoted(node)} [label={Quoted(name)}];\n");
    }

    private static void WriteCallers(StringBuilder text, LoopSnapshot loop, HashSet<string> drawn)
    {
        foreach (var call in loop.Running is { } running ? loop.Pending.Prepend(running) : loop.Pending)
        {
            // A loop that waits has its arrow already.
            if (call.Caller is not { } caller || loop.Waits.Any(wait => caller == Parker.OwnerOf(wait.From)))
                continue;
            if (drawn.Add(caller))
                text.Append(CultureInfo.InvariantCulture, $"  {Quoted(caller)} [shape=ellipse];\n");
            WriteEdge(text, caller, Node(loop.Id, loop.Name), call.Text);
        }
    }

    private static void WriteEdge(StringBuilder text, string from, string to, string label) =>
        text.Append(CultureInfo.InvariantCulture, $"  {Quoted(from)} -> {Quoted(to)} [label={Quoted(label)}];\n");

    private static string Node(int id, string name) => id == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name} #{id}");

    private static string Quoted(params ReadOnlySpan<string> lines)
    {
        var text = new StringBuilder("\"");
        foreach (var line in lines)
        {
            if (text.Length > 1)
                text.Append("\\n");
            text.Append(OneLine.Of(line).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal));
        }

        return text.Append('"').ToString();
    }
}
