using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("OmoBroadcast.Tests")]
[assembly: InternalsVisibleTo("OmoBroadcast.Bench")]
