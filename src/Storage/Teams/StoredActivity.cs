namespace OmoBroadcast.Storage.Teams;

/// <summary>A Teams activity that was acknowledged and is not done yet.</summary>
public sealed record StoredActivity(string Key, string Json, DateTimeOffset At);
