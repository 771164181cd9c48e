namespace OmoBroadcast.Sandbox.Tour;
internal static class GuidedTour
{
    public static Task<int> RunAsync(string[] args) => Task.FromResult(args.Length);
}
