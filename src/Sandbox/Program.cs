using OmoBroadcast.Sandbox;
using OmoBroadcast.Sandbox.Tour;

return args is ["tour", .. var rest] ? await GuidedTour.RunAsync(rest) : await SandboxHost.ServeAsync(args);
