using Autofac;
using Autofac.Core;
using Autofac.Core.Registration;
using Autofac.Core.Resolving.Pipeline;
using Castle.DynamicProxy;
using Microsoft.Extensions.Options;

namespace Crochet.Tests.Containers.Neighbours;

// The guide to containers shows this file.
#region module
/// <summary>
/// Puts a proxy in the place of every service that is registered with Autofac itself and whose interface has marked members. The loop and
/// the options are those of AddCrochet, whose own proxies stay as they are.
/// </summary>
public sealed class CrochetModule : Module, IServiceMiddlewareSource
{
    private readonly ProxyGenerator _generator = new();

    protected override void Load(ContainerBuilder builder)
    {
        builder.Register(static context =>
            new CrochetInterceptor(context.Resolve<EventLoop>(), context.Resolve<IOptions<CrochetOptions>>().Value)).SingleInstance();
        builder.RegisterServiceMiddlewareSource(this);
    }

    public void ProvideMiddleware(Service service, IComponentRegistryServices availableServices, IResolvePipelineBuilder pipelineBuilder)
    {
        if (service is not IServiceWithType { ServiceType: { IsInterface: true } type } || !IsMarked(type))
            return;
        pipelineBuilder.Use("Crochet", PipelinePhase.ResolveRequestStart, (context, next) =>
        {
            next(context);
            var interceptor = context.Resolve<CrochetInterceptor>();
            if (!CrochetProxy.IsProxy(context.Instance!))
                context.Instance = _generator.CreateInterfaceProxyWithTarget(type, context.Instance!, interceptor);
        });
    }

    private static bool IsMarked(Type type) => type.GetInterfaces().Append(type)
        .SelectMany(static one => one.GetMembers().Append(one))
        .Any(static member => member.IsDefined(typeof(WaitForAttribute), false) || member.IsDefined(typeof(RunInReactorAttribute), false));
}
#endregion
