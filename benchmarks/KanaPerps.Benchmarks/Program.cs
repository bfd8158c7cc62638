using KanaPerps.Benchmarks;

return args switch
{
    ["soak", .. string[] rest] => await SoakBenchmark.RunAsync(rest),
    ["endurance"] => await EnduranceBenchmark.RunAsync(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: KanaPerps.Benchmarks soak [--seconds 60] [--seed 1] | endurance");
    return 2;
}
