using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Crochet.Analyzers.Results;

/// <summary>Calls by which a test tells a mocking library what it expects. They are recorded, and never reach a loop.</summary>
internal static class TestDoubles
{
    private static readonly string[] _libraries = ["NSubstitute", "Moq", "FakeItEasy"];

    public static bool IsAboutOne(IOperation call) =>
        IsChecked(call) || IsConfigured(call) || call.EnclosingLambdas().Any(IsDescription);

    /// <summary>mail.Received().Send("Hello")</summary>
    private static bool IsChecked(IOperation call) =>
        Receiver(call) is IInvocationOperation { TargetMethod: var method } && IsOfLibrary(method);

    /// <summary>mail.Read().Returns("Hello")</summary>
    private static bool IsConfigured(IOperation call)
    {
        var parent = call.Parent;
        while (parent is IConversionOperation)
            parent = parent.Parent;
        return parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod: var method } } && IsOfLibrary(method);
    }

    /// <summary>
    /// mail.Setup(it => it.Send("Hello")), mail.When(it => it.Send("Hello")), and any other expression tree, which is not run here.
    /// </summary>
    private static bool IsDescription(IAnonymousFunctionOperation lambda) =>
        lambda.Parent?.Type is INamedTypeSymbol { Name: "Expression", ContainingNamespace.Name: "Expressions" }
        || (lambda.GivenTo() is { TargetMethod: var method } && IsOfLibrary(method));

    private static IOperation? Receiver(IOperation call) => call switch
    {
        IInvocationOperation invocation => invocation.Instance,
        IMemberReferenceOperation reference => reference.Instance,
        _ => null,
    };

    private static bool IsOfLibrary(IMethodSymbol method)
    {
        var space = method.ContainingNamespace;
        while (space is { ContainingNamespace: { IsGlobalNamespace: false } outer })
            space = outer;
        return space is not null && _libraries.Contains(space.Name);
    }
}
