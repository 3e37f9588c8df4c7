using System.Reflection;
using Castle.DynamicProxy;

namespace Crochet.Interfaces;

/// <summary>A method of an interface, or an accessor of one of its properties or events, and what the attributes make of it.</summary>
internal sealed class Member
{
    public Member(MethodInfo method, string shortName, Mark? mark)
        : this(method, shortName, mark, Array.ConvertAll(method.GetParameters(), static parameter => parameter.ParameterType),
            method.ReturnType)
    {
    }

    private Member(MethodInfo method, string shortName, Mark? mark, Type[] parameterTypes, Type returnType)
    {
        Method = method;
        ShortName = shortName;
        Declaring = CSharpName.Of(method.DeclaringType!);
        Name = $"{Declaring}.{shortName}";
        Mark = mark;
        Return = ReturnShape.Of(returnType);
        Blocks = Mode == CallMode.WaitFor && Return.Kind == ReturnKind.Plain && !Return.IsAsyncStream;
        Parameters = method.GetParameters();
        ParameterTypes = parameterTypes;
        TokenIndex = Array.FindIndex(Parameters, IsToken);
    }

    public MethodInfo Method { get; }

    /// <summary>"GetHostByName"; an accessor goes by its property's name.</summary>
    public string ShortName { get; }

    /// <summary>"IDns": the interface that declares it.</summary>
    public string Declaring { get; }

    /// <summary>"IDns.GetHostByName".</summary>
    public string Name { get; }

    /// <summary>What an implementation needs for it: "method Find(string)", "getter of Latest", "event Changed".</summary>
    public string Kind => Owner switch
    {
        null => $"method {CSharpName.Signature(Method)}",
        EventInfo => $"event {ShortName}",
        _ => $"{(Method.ReturnType == typeof(void) ? "setter" : "getter")} of {ShortName}",
    };

    /// <summary>The property or the event that it is an accessor of; null for a method.</summary>
    public MemberInfo? Owner { get; init; }

    /// <summary>Whether it adds or removes a handler of an event marked [Callback].</summary>
    public bool IsCallback { get; init; }

    public Mark? Mark { get; }
    public ReturnShape Return { get; }
    public ParameterInfo[] Parameters { get; }

    /// <summary>
    /// What goes in and comes out of each; of a method that generated code has closed, with its type arguments, though
    /// <see cref="Method"/> stays open.
    /// </summary>
    public Type[] ParameterTypes { get; }

    /// <summary>Those that generated code has closed the method with; empty for others.</summary>
    public Type[] TypeArguments { get; private init; } = [];

    /// <summary>Which parameter is the caller's token; negative where none is.</summary>
    public int TokenIndex { get; }

    public CallMode Mode => Mark?.Mode ?? CallMode.Straight;

    /// <summary>Whether it is Dispose or DisposeAsync.</summary>
    public bool IsDisposal => Method.DeclaringType == typeof(IDisposable) || Method.DeclaringType == typeof(IAsyncDisposable);

    /// <summary>Whether its callers wait in their own thread for the call's end.</summary>
    public bool Blocks { get; }

    /// <summary>The same member for one set of its type arguments.</summary>
    public Member Close(MethodInfo closed) => new(closed, ShortName, Mark) { Owner = Owner, IsCallback = IsCallback };

    /// <inheritdoc cref="Close(MethodInfo)"/>
    public Member Close(Type[] typeArguments, Type[] parameterTypes, Type returnType) =>
        new(Method, ShortName, Mark, parameterTypes, returnType)
        {
            TypeArguments = typeArguments,
            Owner = Owner,
            IsCallback = IsCallback,
        };

    public CancellationToken TokenOf(IInvocation invocation) =>
        TokenIndex >= 0 && invocation.Arguments[TokenIndex] is CancellationToken token ? token : default;

    /// <summary>Whether a call's token goes there: a CancellationToken, nullable or <c>in</c> too.</summary>
    public static bool IsToken(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (type.IsByRef && !parameter.IsIn)
            return false;
        type = type.IsByRef ? type.GetElementType()! : type;
        return type == typeof(CancellationToken) || type == typeof(CancellationToken?);
    }
}
