namespace Crochet.Analyzers.Generation;

/// <summary>The calls of one marked member.</summary>
/// <param name="Field">The field that has the member.</param>
/// <param name="Declaring">The interface that declares it.</param>
/// <param name="Method">What finds its method at run time.</param>
/// <param name="TypeArguments">A tuple type of a generic method's type parameters; empty for others.</param>
/// <param name="Arguments">A tuple type of the parameters.</param>
/// <param name="Values">A tuple of the arguments.</param>
/// <param name="Return">The return type; Nothing for void.</param>
/// <param name="MemberReturn">What the member hands back: "OfTask&lt;int&gt;()".</param>
/// <param name="MethodReturnType">The return type of the implementation's method.</param>
/// <param name="MethodReturn">What the implementation's method hands back.</param>
/// <param name="TakesToken">Whether the implementation's method has a CancellationToken.</param>
/// <param name="Invocation">The call of the implementation's method.</param>
/// <param name="MethodIsVoid">Whether that gives nothing.</param>
/// <param name="CallerToken">The caller's token.</param>
/// <param name="Suffix">What sets the body's variables apart from the parameters.</param>
/// <param name="Progress">What the implementation's method reports; empty where it does not.</param>
/// <param name="Known">What is told of types of a generic method.</param>
/// <param name="Ready">What readies arguments for the loop: "arguments.Item1 = readying.Ready(0, arguments.Item1)".</param>
/// <param name="Key">The hash code of the [LoopKey]; empty where there is none.</param>
/// <param name="WriteBacks">What is assigned to by-ref parameters: "value = arguments.Item2".</param>
internal sealed record CallModel(
    string Field, string Declaring, string Method, string TypeArguments, string Arguments, string Values,
        string Return, string MemberReturn,
    string MethodReturnType, string MethodReturn, bool TakesToken, string Invocation, bool MethodIsVoid, string CallerToken, string Suffix,
    string Progress, EquatableArray<string> Known, EquatableArray<string> Ready, string Key,
    EquatableArray<string> WriteBacks);
