namespace Crochet.Analyzers.Generation;

/// <summary>What the run time is told of one call of a member: its types, what comes back, and how the implementation is called.</summary>
internal static class ShapeText
{
    private const string Further = "    ";

    /// <summary>"Reporting" where the implementation's method reports progress.</summary>
    public static string Reporting(CallModel call) => call.Progress.Length > 0 ? "Reporting" : "";

    /// <summary>The types that the run time's call is generic in.</summary>
    public static string Types(CallModel call) =>
        $"{call.Arguments}, {call.Return}, {call.MethodReturnType}{(call.Progress.Length > 0 ? $", {call.Progress}" : "")}";

    /// <summary>The arguments that say the rest, in lines.</summary>
    public static string Of(CallModel call)
    {
        var takesToken = call.TakesToken ? "true" : "false";
        var body = call.MethodIsVoid ? $"{{ {call.Invocation}; return default; }}" : call.Invocation;
        var progress = call.Progress.Length > 0 ? $"global::System.IProgress<{call.Progress}> progress, " : "";
        var parameters = $"object target, ref {call.Arguments} arguments, {progress}global::System.Threading.CancellationToken token";
        var ready = call.Ready.Count == 0
            ? ""
            : $",\nstatic (ref {call.Arguments} arguments, {TypeText.Library}ArgumentReadying readying) =>\n"
                + $"{Further}{{ {string.Join(" ", call.Ready)} }}";
        var key = call.Key.Length == 0 ? "" : $",\nkey: static (ref {call.Arguments} arguments) =>\n{Further}{call.Key}";
        return $"{TypeText.Library}MemberReturn.{call.MemberReturn},\n"
            + $"{TypeText.Library}MethodReturn.{call.MethodReturn},\n"
            + $"takesToken: {takesToken},\n"
            + $"static ({parameters}) =>\n"
            + $"{Further}{body}{ready}{key}";
    }
}
