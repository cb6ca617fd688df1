/* Wine 8 has no bcryptprimitives.dll, where Rust's library for Windows 10 gets random bytes from.
   This one lies beside the program in a test and is handed out to nobody. */

#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T length)
{
    return RtlGenRandom(data, (ULONG)length);
}
