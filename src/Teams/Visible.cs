using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("OmoBroadcast.Tests")]
