namespace OmoBroadcast.Storage.Sql;

/// <summary>
/// The right to launch a campaign, until another takes it over. After a page has been appended the next one needs
/// <c>lease with { Cursor = page.Cursor }</c>.
/// </summary>
public sealed record LaunchLease(long Campaign, long Epoch, string? Cursor);
