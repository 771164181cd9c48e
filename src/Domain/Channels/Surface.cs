namespace OmoBroadcast.Domain.Channels;

/// <summary>Where a member of staff sits.</summary>
public enum Surface
{
    Desktop,
    Phone,
}
