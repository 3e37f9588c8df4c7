namespace Crochet.Analyzers.Generation;

/// <summary>Writes the members of a proxy, or of what stands for a callback, with their bodies.</summary>
internal sealed class BodyWriter(IndentedText text)
{
    public const string ArgumentsVariable = "arguments";
    private const string ReturnedVariable = "returned";
    private const string DisposalVariable = "disposal";

    /// <summary>The variables in the bodies.</summary>
    public static readonly IReadOnlyList<string> Variables = [ArgumentsVariable, ReturnedVariable, DisposalVariable];

    public void Write(MemberModel member)
    {
        text.Line(member.Declaration);
        text.Open();
        foreach (var accessor in member.Accessors)
        {
            if (accessor.Keyword.Length > 0)
            {
                text.Line(accessor.Keyword);
                text.Open();
            }

            WriteBody(accessor);
            if (accessor.Keyword.Length > 0)
                text.Close();
        }

        text.Close();
    }

    private void WriteBody(AccessorModel accessor)
    {
        if (accessor.IsDisposal)
        {
            var disposal = DisposalVariable + accessor.Call?.Suffix;
            if (accessor.IsVoid)
                text.Line("if (this.DisposesItsOwnWay())", "return;");
            else
                text.Line($"if (this.DisposesItsOwnWay(out global::System.Threading.Tasks.ValueTask {disposal}))", $"return {disposal};");
        }

        if (accessor.Call is { } call)
        {
            WriteCall(call, accessor.IsVoid);
            return;
        }

        if (accessor.First.Length > 0)
            text.Line($"{accessor.First};");
        text.Line($"{Give(accessor.IsVoid)}{accessor.Straight};");
    }

    private void WriteCall(CallModel call, bool isVoid)
    {
        if (call.WriteBacks.Count == 0)
        {
            WriteSend(call, Give(isVoid), $"Send(this, {call.Values}, {call.CallerToken})");
            return;
        }

        var (arguments, returned) = (ArgumentsVariable + call.Suffix, ReturnedVariable + call.Suffix);
        text.Line($"{call.Arguments} {arguments} = {call.Values};");
        WriteSend(call, isVoid ? "" : $"{call.Return} {returned} = ", $"SendByRef(this, ref {arguments}, {call.CallerToken})");
        foreach (var writeBack in call.WriteBacks)
            text.Line($"{writeBack};");
        if (!isVoid)
            text.Line($"return {returned};");
    }

    private void WriteSend(CallModel call, string give, string send)
    {
        if (call.TypeArguments.Length == 0)
        {
            text.Line($"{give}this._members.{call.Field}.{send};");
            return;
        }

        // A generic method gets its type arguments first.
        var know = call.Known.Count == 0 ? "" : $".Know(static source => source.{string.Join(".", call.Known)})";
        text.Line($"{give}this._members.{call.Field}.Of(");
        text.Indent();
        text.Line($"typeof({call.TypeArguments}),");
        text.Line($"static (generic, types) => generic{know}.Close{ShapeText.Reporting(call)}<{ShapeText.Types(call)}>(");
        text.Indent();
        text.Line("types,");
        text.Line($"{ShapeText.Of(call)}))");
        text.Indent(-1);
        text.Line($".{send};");
        text.Indent(-1);
    }

    private static string Give(bool isVoid) => isVoid ? "" : "return ";
}
