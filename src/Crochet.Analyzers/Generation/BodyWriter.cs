namespace Crochet.Analyzers.Generation;

/// <summary>Writes the members of a proxy, or of what stands for a callback, with their bodies.</summary>
internal sealed class BodyWriter(IndentedText text)
{
    public const string ArgumentsVariable = "arguments";
    private const string MemberVariable = "member";
    private const string ReturnedVariable = "returned";

    /// <summary>The variables in the bodies.</summary>
    public static readonly IReadOnlyList<string> Variables = [ArgumentsVariable, MemberVariable, ReturnedVariable];

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
            var disposal = $"disposal{accessor.Call?.Suffix}";
            if (accessor.IsVoid)
                text.Line("if (this.DisposesItsOwnWay())", "return;");
            else
                text.Line($"if (this.DisposesItsOwnWay(out var {disposal}))", $"return {disposal};");
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
        var member = $"this._members.{call.Field}";
        if (call.TypeArguments.Length > 0)
        {
            var variable = MemberVariable + call.Suffix;
            WriteClosing(call, $"var {variable} = {member}");
            member = variable;
        }

        if (call.WriteBacks.Count == 0)
        {
            text.Line($"{Give(isVoid)}{member}.Send(this, {call.Values}, {call.CallerToken});");
            return;
        }

        var (arguments, returned) = (ArgumentsVariable + call.Suffix, ReturnedVariable + call.Suffix);
        text.Line($"{call.Arguments} {arguments} = {call.Values};");
        text.Line($"{(isVoid ? "" : $"var {returned} = ")}{member}.SendByRef(this, ref {arguments}, {call.CallerToken});");
        foreach (var writeBack in call.WriteBacks)
            text.Line($"{writeBack};");
        if (!isVoid)
            text.Line($"return {returned};");
    }

    /// <summary>A generic method gets its type arguments.</summary>
    private void WriteClosing(CallModel call, string generic)
    {
        var know = call.Known.Count == 0 ? "" : $".Know(static source => source.{string.Join(".", call.Known)})";
        text.Line($"{generic}.Of(");
        text.Indent();
        text.Line($"typeof({call.TypeArguments}),");
        text.Line($"static (generic, types) => generic{know}.Close{ShapeText.Reporting(call)}<{ShapeText.Types(call)}>(");
        text.Indent();
        text.Line("types,");
        text.Line($"{ShapeText.Of(call)}));");
        text.Indent(-2);
    }

    private static string Give(bool isVoid) => isVoid ? "" : "return ";
}
