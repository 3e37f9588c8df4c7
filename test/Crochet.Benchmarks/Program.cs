using System.Globalization;
using BenchmarkDotNet.Running;
using Crochet.Benchmarks;
using Crochet.Benchmarks.Measuring;
using Crochet.Benchmarks.Micro;
using Crochet.Benchmarks.Reporting;
using Crochet.Benchmarks.Workloads;

switch (args)
{
    case [ChildProcess.Marker, ChildProcess.Cold]:
        Console.WriteLine(ColdStart.Measure(isCompiled: false));
        return 0;
    case [ChildProcess.Marker, ChildProcess.ColdCompiled]:
        Console.WriteLine(ColdStart.Measure(isCompiled: true));
        return 0;
    case [ChildProcess.Marker, ChildProcess.Pool, var address, var size]:
        Console.WriteLine(PoolStarvation.Measure(address, int.Parse(size, CultureInfo.InvariantCulture)));
        return 0;
    case [ChildProcess.Marker, ChildProcess.Serve]:
        SlowServer.Run(Console.In, Console.Out);
        return 0;
    case [ChildProcess.Marker, ChildProcess.Calls, var withDiagnosis]:
        CallServer.Run(bool.Parse(withDiagnosis), Console.In, Console.Out);
        return 0;
    case ["--micro", .. var micro]:
        BenchmarkSwitcher.FromAssembly(typeof(MicroConfig).Assembly).Run(micro, new MicroConfig());
        return 0;
    default:
        return Run();
}

int Run()
{
    Settings settings;
    try
    {
        settings = Settings.Parse(args);
    }
    catch (ArgumentException exception)
    {
        Console.Error.WriteLine(exception.Message);
        return 2;
    }

    Workload[] workloads =
    [
        new BlockingCalls(), new BurdenedCalls(), new PostedCalls(), new YieldingCalls(), new StreamedItems(), new CostOfWork(),
        new CostOfDiagnosis(), new BytesPerCall(), new Timers(), new ColdStart(), new StashedResults(), new PoolStarvation(),
        new ThreadBoundCalls(),
    ];
    if (settings.ShowHelp || settings.ShowList)
    {
        Console.WriteLine(settings.ShowHelp ? Settings.Help : string.Join('\n', workloads.Select(workload => workload.Name)));
        return 0;
    }

    var chosen = workloads.Where(workload => settings.Includes(workload.Name)).ToArray();
    if (chosen.Length == 0)
    {
        Console.Error.WriteLine("The filter fits no workload. --list shows their names.");
        return 2;
    }

    var session = new Session(settings.IsShort, Console.Out);
    Console.WriteLine(session.Report.Machine);
    Console.WriteLine();
    foreach (var workload in chosen)
        workload.Run(session);
    session.WriteTargets();

    if (settings.JsonFile is not null)
        File.WriteAllText(settings.JsonFile, JsonReport.Text(session.Report));
    if (settings.SvgFolder is not null)
    {
        Directory.CreateDirectory(settings.SvgFolder);
        foreach (var plot in session.Report.Plots)
            File.WriteAllText(Path.Combine(settings.SvgFolder, $"{plot.Id}.svg"), SvgPlot.Draw(plot));
    }
    return 0;
}
