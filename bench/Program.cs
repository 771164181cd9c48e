using OmoBroadcast.Bench;
using OmoBroadcast.Bench.Roles;

return args is ["role", var role, .. var rest] ? await Player.PlayAsync(role, rest) : await Course.RunAsync(args);
