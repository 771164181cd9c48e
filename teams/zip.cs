// dotnet run zip.cs -- ARCHIVE FOLDER: for teams/package where there is no 'zip'.
System.IO.Compression.ZipFile.CreateFromDirectory(args[1], args[0]);
