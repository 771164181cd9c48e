using System.Diagnostics.CodeAnalysis;

namespace OmoBroadcast.Storage.Sql;

/// <summary>Platforms pace the two apart: a request to one recipient, and one to several.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "Single is a number of people here, not a number format.")]
public enum RequestKind
{
    Single = 0,
    Batch = 1,
}
