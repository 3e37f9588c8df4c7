using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Analyzers.Tests.Verification;

/// <summary>A source as a program that registers what is in it.</summary>
internal static class RegisteringProgram
{
    /// <summary>
    /// Emits the code without the analyzer and has a container take it: by its own Startup, else every interface. What Crochet says of
    /// it.
    /// </summary>
    public static IReadOnlyList<CrochetProblem> Run(Compilation compilation)
    {
        using var stream = new MemoryStream();
        var emitted = compilation.Emit(stream);
        Assert.IsTrue(emitted.Success, string.Join('\n', emitted.Diagnostics));
        var assembly = Assembly.Load(stream.ToArray());

        var services = new ServiceCollection();
        try
        {
            if (assembly.GetType("Startup")?.GetMethod("Register") is { } register)
                register.CreateDelegate<Action<IServiceCollection>>()(services);
            else
                RegisterInterfaces(services, assembly);
            using var provider = services.BuildServiceProvider();
            provider.GetRequiredService<EventLoop>();
            return [];
        }
        catch (CrochetConfigurationException exception)
        {
            return exception.Problems;
        }
    }

    private static void RegisterInterfaces(ServiceCollection services, Assembly assembly)
    {
        foreach (var type in assembly.GetTypes().Where(type => type.IsInterface))
            services.AddSingleton(type, _ => throw new NotSupportedException());
        services.AddCrochet();
    }
}
