using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Registration;

/// <summary>Makes a thread-bound implementation by its constructor.</summary>
internal static class Construction
{
    public static Func<IServiceProvider, CancellationToken, ValueTask<object?>> Of(
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type type)
    {
        ObjectFactory? factory = null;
        return (provider, _) => new((factory ??= ActivatorUtilities.CreateFactory(type, []))(provider, []));
    }
}
