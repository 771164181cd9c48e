using OmoBroadcast.Sandbox;
using OmoBroadcast.Sandbox.Tour;

return args switch
{
    ["tour", .. var rest] => await GuidedTour.RunAsync(rest),
    ["certificate", .. var rest] => await LoopbackCertificate.WriteAsync(rest),
    _ => await SandboxHost.ServeAsync(args),
};
